package dev.roadstead.controller.app;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.ObservedContainer.Attachment;
import dev.roadstead.controller.plan.Probed;
import dev.roadstead.controller.probe.ProbeResult;
import dev.roadstead.controller.probe.ProbeSpec;
import dev.roadstead.controller.probe.Prober;
import dev.roadstead.controller.reconcile.container.HealthProbes;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.HealthCheck;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.IntOrString;
import dev.roadstead.model.Node;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has the health checks of containers made by a prober. */
final class ProberProbes implements HealthProbes {
    /** As in the rule of a Node's tcp connection. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private static final Probed OUT_OF_REACH = new Probed(
            Health.Starting,
            "http and tcp checks reach containers of another machine only with hostNetwork; use an exec check");

    private final Prober prober;
    private final Lister<Node> nodes;
    private final Consumer<String> enqueueContainer;
    private final Map<String, String> idByContainer = new ConcurrentHashMap<>();

    /** {@code enqueueContainer} takes the key of a Container whose health changed. */
    ProberProbes(Prober prober, Lister<Node> nodes, Consumer<String> enqueueContainer) {
        this.prober = prober;
        this.nodes = nodes;
        this.enqueueContainer = enqueueContainer;
    }

    @Override
    public @Nullable Probed watch(Container container, ObservedContainer running) {
        HealthCheck check = container.spec().template().healthCheck();
        Node node = nodes.find("", container.spec().nodeName());
        if (check == null || node == null) {
            return null;
        }
        boolean inBridge = !container.spec().template().hostNetwork();
        if (inBridge && !isHere(node.spec().connection())) {
            forget(running.id());
            return OUT_OF_REACH;
        }
        String address = inBridge ? inNetwork(container, running) : ofHost(node);
        if (address == null) {
            return null;
        }
        Optional<ProbeSpec.Target> target =
                target(check, address, container.spec().template());
        if (target.isEmpty()) {
            return new Probed(Health.Unhealthy, "its port is none of the template's ports");
        }
        ProbeSpec spec = new ProbeSpec(
                target.get(),
                running.startedAt(),
                check.interval(),
                check.timeout(),
                check.retries(),
                check.startPeriod());
        String key = container.key();
        String before = idByContainer.put(key, running.id());
        if (before != null && !before.equals(running.id())) {
            prober.forget(before);
        }
        prober.watch(running.id(), spec, (id, result) -> enqueueContainer.accept(key));
        return prober.result(running.id()).map(ProberProbes::probed).orElse(null);
    }

    /** The address in a bridge of another machine may be somebody else's in a bridge of this one. */
    private static boolean isHere(Node.Connection connection) {
        if (connection.tcp() != null) {
            return LOOPBACK.contains(connection.tcp().host());
        }
        return connection.ssh() == null || LOOPBACK.contains(connection.ssh().host());
    }

    /** Null while it has none. */
    private static @Nullable String inNetwork(Container container, ObservedContainer running) {
        Attachment attachment = running.networks().get(Names.network(Names.namespace(container)));
        return attachment == null ? null : attachment.ip();
    }

    private static String ofHost(Node node) {
        if (node.spec().address() != null) {
            return node.spec().address();
        }
        Node.Connection connection = node.spec().connection();
        if (connection.tcp() != null) {
            return connection.tcp().host();
        }
        return connection.ssh() == null ? "127.0.0.1" : connection.ssh().host();
    }

    @Override
    public void forget(String dockerId) {
        prober.forget(dockerId);
        idByContainer.values().remove(dockerId);
    }

    @Override
    public void forgetContainer(String key) {
        String dockerId = idByContainer.remove(key);
        if (dockerId != null) {
            prober.forget(dockerId);
        }
    }

    private static Optional<ProbeSpec.Target> target(HealthCheck check, String address, ContainerTemplate template) {
        HealthCheck.Http http = check.http();
        if (http != null) {
            return port(http.port(), template)
                    .map(port -> new ProbeSpec.Http(address, port, http.path(), http.expect()));
        }
        HealthCheck.Tcp tcp = check.tcp();
        return tcp == null
                ? Optional.empty()
                : port(tcp.port(), template).map(port -> new ProbeSpec.Tcp(address, port));
    }

    private static Optional<Integer> port(IntOrString wanted, ContainerTemplate template) {
        if (wanted.number() != null) {
            return Optional.of(wanted.number());
        }
        return template.ports().stream()
                .filter(port -> port.name() != null && port.name().equals(wanted.name()))
                .map(Port::containerPort)
                .findFirst();
    }

    private static Probed probed(ProbeResult result) {
        Health health = switch (result.status()) {
            case STARTING -> Health.Starting;
            case HEALTHY -> Health.Healthy;
            case UNHEALTHY -> Health.Unhealthy;
        };
        return new Probed(health, result.message());
    }
}
