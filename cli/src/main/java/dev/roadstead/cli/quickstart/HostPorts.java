package dev.roadstead.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The host port of the example's one published port: settled before it is applied. */
final class HostPorts {
    private static final int CANDIDATES = 100;

    private HostPorts() {}

    /** The first published port of an Application, wherever it is. */
    static Optional<ObjectNode> published(JsonNode application) {
        for (JsonNode port : application.at("/spec/template/ports")) {
            if (port.has("hostPort") && port instanceof ObjectNode object) {
                return Optional.of(object);
            }
        }
        return Optional.empty();
    }

    /**
     * The port to publish on: the one that the Application has already, else the first free one from the wanted one on.
     *
     * @throws CliException if none of a hundred is free
     */
    static int choose(int wanted, Optional<JsonNode> existing, IntPredicate free) {
        Optional<ObjectNode> present = existing.flatMap(HostPorts::published);
        if (present.isPresent()) {
            return present.get().path("hostPort").asInt();
        }
        for (int port = wanted; port < wanted + CANDIDATES; port++) {
            if (free.test(port)) {
                return port;
            }
        }
        throw new CliException("no port from " + wanted + " to " + (wanted + CANDIDATES - 1)
                + " is free on 127.0.0.1; stop what uses them, or change hostPort in examples/quickstart");
    }

    /** Whether nothing listens there on this machine's loopback. */
    static boolean free(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
