package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.HealthCheck;
import dev.roadstead.model.Labels;
import dev.roadstead.testkit.EngineApi;
import dev.roadstead.testkit.TestEngine;
import dev.roadstead.testkit.TestImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A host on this machine's engine or another, with an installation id, a network and containers of its own, removed at the end. */
final class EngineFixture implements AutoCloseable {
    private static final String REPOSITORY = "roadstead-test-busybox";
    static final String IMAGE = REPOSITORY + ":1";

    final String installation = "test-" + UUID.randomUUID();
    final String network = installation;
    final Path socket;
    final DockerHost host;
    final EngineApi engine;

    EngineFixture() throws IOException {
        this(TestEngine.socket());
    }

    EngineFixture(Path socket) throws IOException {
        this.socket = socket;
        TestImages.busybox(socket, REPOSITORY, "1");
        engine = new EngineApi(socket);
        host = new DockerHost(new UnixTransport(socket), Deadlines.DEFAULT, Lenders.TEST);
    }

    Map<String, String> labels() {
        return Map.of(Labels.MANAGED_BY, installation);
    }

    void ensureNetwork() {
        host.run(new HostAction.EnsureNetwork(network, labels()));
    }

    String name(String suffix) {
        return installation + "." + suffix;
    }

    Blueprint sleeper(String suffix) {
        return blueprint(suffix, List.of("sleep"), List.of("300"), List.of(), null);
    }

    Blueprint blueprint(
            String suffix,
            List<String> entrypoint,
            List<String> arguments,
            List<Port> ports,
            @Nullable HealthCheck check) {
        return Blueprints.of(installation, suffix, entrypoint, arguments, ports, check);
    }

    /** Creates the network and the container, and starts it. */
    ObservedContainer started(Blueprint blueprint) {
        ensureNetwork();
        ObservedContainer created = created(blueprint);
        host.run(new HostAction.StartContainer(created.id()));
        return observed(blueprint);
    }

    ObservedContainer created(Blueprint blueprint) {
        host.run(new HostAction.CreateContainer(blueprint));
        return observed(blueprint);
    }

    ObservedContainer observed(Blueprint blueprint) {
        return host.container(blueprint.name()).orElseThrow();
    }

    ObservedContainer.Attachment attachment(Blueprint blueprint) {
        return Objects.requireNonNull(observed(blueprint).networks().get(network), "not attached");
    }

    @Override
    public void close() {
        try {
            host.containerNames(installation).forEach(name -> host.run(new HostAction.RemoveContainer(name)));
            host.run(new HostAction.RemoveNetwork(network, installation));
        } finally {
            host.close();
        }
    }
}
