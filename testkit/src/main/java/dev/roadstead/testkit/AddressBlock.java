package dev.roadstead.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Addresses 10.{@code number}.0.0/16, which no other test of the machine uses meanwhile, in whatever process. */
final class AddressBlock implements AutoCloseable {
    private static final int LAST = 250;
    /** Below the ports that the system gives away by itself. */
    private static final int FIRST_PORT = 21_000;

    private final int number;
    /** Whoever listens on the block's port has it; the system gives it back when the process ends, however that be. */
    private final ServerSocket mark;

    private AddressBlock(int number, ServerSocket mark) {
        this.number = number;
        this.mark = mark;
    }

    static AddressBlock take() throws IOException {
        for (int number = 1; number <= LAST; number++) {
            try {
                return new AddressBlock(
                        number, new ServerSocket(FIRST_PORT + number, 1, InetAddress.getLoopbackAddress()));
            } catch (BindException e) {
                // Somebody has it.
            }
        }
        throw new IOException("all " + LAST + " blocks of addresses are in use; stop engines that tests left behind");
    }

    int number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        mark.close();
    }
}
