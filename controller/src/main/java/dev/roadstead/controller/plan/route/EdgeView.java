package dev.roadstead.controller.plan.route;

import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Protocol;
import dev.roadstead.model.Node;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the edge of a node reaches containers: those of its own node directly, those of others by a port that their node
 * publishes to more than itself.
 *
 * @param node name of the edge's node
 * @param nodes by name
 */
public record EdgeView(String node, Map<String, Node> nodes) {
    private static final Set<String> EVERY_ADDRESS = Set.of("", "0.0.0.0", "::");

    /**
     * Where requests for a port of a container are sent; empty if the edge does not reach it.
     *
     * @param port name or number, in the container's own template: a release may have moved it
     */
    public Optional<String> url(Container container, String port) {
        OptionalInt number = number(container, port);
        Container.Status status = container.status();
        if (number.isEmpty() || status == null) {
            return Optional.empty();
        }
        boolean isLocal = container.spec().nodeName().equals(node);
        if (container.spec().template().hostNetwork()) {
            return address(container)
                    .or(() -> isLocal ? Optional.of("127.0.0.1") : Optional.empty())
                    .map(host -> url(host, number.getAsInt()));
        }
        if (isLocal) {
            return Optional.ofNullable(status.ip()).map(ip -> url(ip, number.getAsInt()));
        }
        return status.ports().stream()
                .filter(it -> it.containerPort() == number.getAsInt() && it.protocol() == Protocol.TCP)
                .filter(it -> !isLoopback(it.hostIP()))
                .flatMap(it -> host(container, it).map(host -> url(host, it.hostPort())).stream())
                .sorted()
                .findFirst();
    }

    /** The number of a TCP port of a container, by its name or number. */
    static OptionalInt number(Container container, String port) {
        return container.spec().template().ports().stream()
                .filter(it -> is(it, port))
                .mapToInt(Port::containerPort)
                .findFirst();
    }

    /** Whether a name or number means this port. */
    public static boolean is(Port port, String nameOrNumber) {
        return port.protocol() == Protocol.TCP
                && (nameOrNumber.equals(port.name()) || nameOrNumber.equals(String.valueOf(port.containerPort())));
    }

    /** A port on one address of the host is reached there, and nowhere else. */
    private Optional<String> host(Container container, Container.PublishedPort port) {
        return EVERY_ADDRESS.contains(port.hostIP()) ? address(container) : Optional.of(port.hostIP());
    }

    private Optional<String> address(Container container) {
        @Nullable Node there = nodes.get(container.spec().nodeName());
        return Optional.ofNullable(there).map(it -> it.spec().address());
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("localhost");
    }

    private static String url(String host, int port) {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
