package dev.roadstead.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A loopback TCP port whose packets vanish both ways, as on a cut line: nobody is told. Needs root and iptables. */
public final class Partition implements AutoCloseable {
    private final int port;

    private Partition(int port) {
        this.port = port;
    }

    /** Cuts the line until it is closed. */
    public static Partition of(int port) throws IOException {
        Partition partition = new Partition(port);
        partition.iptables("-I", "--dport");
        partition.iptables("-I", "--sport");
        return partition;
    }

    private void iptables(String change, String side) throws IOException {
        List<String> command = new ArrayList<>(List.of("iptables", "-w", change, "INPUT", "-i", "lo", "-p", "tcp"));
        command.addAll(List.of(side, String.valueOf(port), "-j", "DROP"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        iptables("-D", "--dport");
        iptables("-D", "--sport");
    }
}
