package dev.roadstead.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A network namespace, as another machine would have: its ports are its own, and one link leads to it, which can be cut.
 * Needs root and iproute2. Not thread-safe.
 */
public final class OwnNetwork implements AutoCloseable {
    private final AddressBlock mark;
    private final String name;
    private final Set<String> ranges = new TreeSet<>();

    private OwnNetwork(AddressBlock mark) {
        this.mark = mark;
        this.name = "rs" + mark.number();
    }

    /** Makes one, and a way to it and back. */
    public static OwnNetwork create() throws IOException {
        OwnNetwork network = new OwnNetwork(AddressBlock.take());
        if (Files.exists(Path.of("/var/run/netns", network.name))) {
            // A test that was killed left it behind.
            network.ip("netns", "del", network.name);
        }
        network.ip("netns", "add", network.name);
        network.ip("link", "add", network.name, "type", "veth", "peer", "name", "eth0", "netns", network.name);
        network.ip("address", "add", network.end(1) + "/30", "dev", network.name);
        network.ip("link", "set", network.name, "up");
        network.ip("-n", network.name, "link", "set", "lo", "up");
        network.ip("-n", network.name, "address", "add", network.end(2) + "/30", "dev", "eth0");
        network.ip("-n", network.name, "link", "set", "eth0", "up");
        network.ip("-n", network.name, "route", "add", "default", "via", network.end(1));
        return network;
    }

    /** By which the machine reaches it. */
    public String address() {
        return end(2);
    }

    private String end(int side) {
        return "10.251." + mark.number() + "." + side;
    }

    /** Leads packets for a range of addresses there. */
    void route(String range) throws IOException {
        ranges.add(range);
        ip("route", "replace", range, "via", address());
    }

    /** The command, to be run there. */
    List<String> inside(List<String> command) {
        List<String> entered = new ArrayList<>(List.of("nsenter", "--net=/var/run/netns/" + name));
        entered.addAll(command);
        return entered;
    }

    /** Nothing comes through any more. */
    public void cut() throws IOException {
        ip("link", "set", name, "down");
    }

    /** Ends {@link #cut}. */
    public void mend() throws IOException {
        ip("link", "set", name, "up");
        for (String range : List.copyOf(ranges)) {
            route(range);
        }
    }

    private void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The link goes with it. */
    @Override
    public void close() throws IOException {
        ip("netns", "del", name);
        mark.close();
    }
}
