package dev.roadstead.controller.plan;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Protocol;
import java.util.List;
import java.util.Set;

/** An address, port and protocol of a host that a container takes for itself. */
record HostPort(String ip, int port, Protocol protocol) {
    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    static List<HostPort> of(ContainerTemplate template) {
        if (template.hostNetwork()) {
            return template.ports().stream()
                    .map(port -> new HostPort("0.0.0.0", port.containerPort(), port.protocol()))
                    .toList();
        }
        return template.ports().stream()
                .filter(port -> port.hostPort() != null)
                .map(HostPort::of)
                .toList();
    }

    private static HostPort of(Port port) {
        Integer number = port.hostPort();
        return new HostPort(port.hostIP(), number == null ? 0 : number, port.protocol());
    }

    /** Whether both cannot be had at once: same port and protocol, on the same address or on all addresses. */
    boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol == other.protocol
                && (ip.equals(other.ip) || ANY.contains(ip) || ANY.contains(other.ip));
    }

    boolean takenBy(ContainerTemplate template) {
        return of(template).stream().anyMatch(this::conflictsWith);
    }

    static boolean conflict(ContainerTemplate one, ContainerTemplate other) {
        return of(one).stream().anyMatch(port -> port.takenBy(other));
    }

    @Override
    public String toString() {
        String host = ip.indexOf(':') < 0 ? ip : "[" + ip + "]";
        return host + ":" + port + (protocol == Protocol.TCP ? "" : "/" + protocol);
    }
}
