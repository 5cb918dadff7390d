package dev.roadstead.controller.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.docker.SocketDialer;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.ObservedContainer.Attachment;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import dev.roadstead.controller.plan.Probed;
import dev.roadstead.controller.probe.Prober;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Json;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Connection;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.Node.Ssh;
import dev.roadstead.model.Node.Tcp;
import dev.roadstead.model.Node.Tls;
import dev.roadstead.model.ResourceType;
import dev.roadstead.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Something listens at the container's address on this machine: only a container of this machine may be it. */
@Timeout(30)
class ProberProbesTest {
    private static final SecretRef REF = new SecretRef("infra", "engine");

    private static final Optional<Dialer> HERE = Optional.of(new SocketDialer());

    private final MemoryApi api = new MemoryApi(new Effects(), InstantSource.fixed(Instant.EPOCH));
    private final Prober prober = new Prober();
    private final ProberProbes probes = new ProberProbes(prober, api.lister(ResourceType.NODE, Map.of()), key -> {});
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        prober.close();
        listener.close();
    }

    @Test
    void aContainerOfThisMachineIsProbed() {
        for (Connection near : List.of(Nodes.ready("a").spec().connection(), tcp("localhost"), ssh("127.0.0.1"))) {
            node(near);
            Container container = container(false);
            Eventually.await(near + " is probed", () -> {
                Probed probed = probes.watch(container, running(), HERE);
                return probed != null && probed.health() == Container.Health.Healthy;
            });
            probes.forget("id");
        }
    }

    @Test
    void theBridgeOfAnotherMachineIsNeverContacted() {
        for (Connection far : List.of(tcp("web-4.example.com"))) {
            node(far);
            assertThat(probes.watch(container(false), running(), Optional.empty()))
                    .extracting(Probed::health, Probed::detail)
                    .containsExactly(
                            Container.Health.Starting,
                            "http and tcp checks reach containers of a machine behind TCP only with hostNetwork; use an exec check, or"
                                    + " connect the node by ssh");
            assertThat(prober.result("id")).as("no probe").isEmpty();
        }
    }

    @Test
    void whatHasTheNetworkOfAnotherMachineIsProbedThere() {
        node(ssh("192.0.2.1"));
        probes.watch(container(true), running(), Optional.empty());
        assertThat(prober.result("id")).as("a probe").isPresent();
    }

    private void node(Connection connection) {
        api.find(ResourceType.NODE, "", "a")
                .ifPresent(old ->
                        api.delete(ResourceType.NODE, "", "a", old.metadata().requireUid()));
        Node plain = Nodes.ready("a");
        Node.Spec spec = plain.spec();
        api.create(
                ResourceType.NODE,
                Nodes.with(
                        plain,
                        new Node.Spec(connection, null, false, false, List.of(), spec.failure(), spec.ingress()),
                        null));
    }

    private Container container(boolean hostNetwork) {
        ContainerTemplate template = Templates.changed(Templates.withHttpCheck("app:1"), json -> {
            json.withObject("/healthCheck").remove("http");
            json.withObject("/healthCheck/tcp").put("port", listener.getLocalPort());
        });
        Fleet fleet = new Fleet(Apps.of(1, "app:1").template(template), Nodes.ready("a"));
        fleet.converge();
        // Afterwards: the policy of this namespace would not let it be placed.
        ObjectNode container = Json.mapper().valueToTree(fleet.containers().getFirst());
        container.withObject("/spec/template").put("hostNetwork", hostNetwork);
        return Json.mapper().convertValue(container, Container.class);
    }

    private static ObservedContainer running() {
        return new ObservedContainer(
                "id",
                "shop.web.1.0",
                Map.of(),
                ObservedContainer.State.RUNNING,
                null,
                false,
                null,
                null,
                Map.of("roadstead.shop", new Attachment("net", "127.0.0.1", List.of())),
                List.of(),
                Map.of(),
                new Granted(new Limits(0, 0, 0), 0, false, false),
                null);
    }

    private static Connection tcp(String host) {
        return new Connection(null, new Tcp(host, 2376, new Tls(REF)), null);
    }

    private static Connection ssh(String host) {
        return new Connection(null, null, new Ssh(host, 22, "docker", REF, "ssh-ed25519 AAAA", "/docker.sock"));
    }
}
