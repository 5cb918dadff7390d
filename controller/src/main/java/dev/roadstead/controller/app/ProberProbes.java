package dev.roadstead.controller.app;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.docker.SocketDialer;
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
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.HealthCheck;
import dev.roadstead.model.IntOrString;
import dev.roadstead.model.Node;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has the health checks of containers made by a prober. */
final class ProberProbes implements HealthProbes {
    private static final Dialer FROM_HERE = new SocketDialer();

    private static final Probed OUT_OF_REACH = new Probed(
            Health.Starting,
            "http and tcp checks reach containers of a machine behind TCP only with hostNetwork; use an exec check, or connect"
                    + " the node by ssh");

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
    public @Nullable Probed watch(Container container, ObservedContainer running, Optional<Dialer> dialer) {
        HealthCheck check = container.spec().template().healthCheck();
        Node node = nodes.find("", container.spec().nodeName());
        if (check == null || node == null) {
            return null;
        }
        boolean inBridge = !container.spec().template().hostNetwork();
        if (inBridge && dialer.isEmpty()) {
            forget(running.id());
            return OUT_OF_REACH;
        }
        String address = inBridge ? inNetwork(container, running) : ofHost(node, dialer.isPresent());
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
        prober.watch(running.id(), spec, dialer.orElse(FROM_HERE), (id, result) -> enqueueContainer.accept(key));
        return prober.result(running.id()).map(ProberProbes::probed).orElse(null);
    }

    /** Null while it has none. */
    private static @Nullable String inNetwork(Container container, ObservedContainer running) {
        Attachment attachment = running.networks().get(Names.network(Names.namespace(container)));
        return attachment == null ? null : attachment.ip();
    }

    private static String ofHost(Node node, boolean seenFromThere) {
        if (node.spec().address() != null) {
            return node.spec().address();
        }
        Node.Tcp tcp = node.spec().connection().tcp();
        return tcp == null || seenFromThere ? "127.0.0.1" : tcp.host();
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
