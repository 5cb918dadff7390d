package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.ConnectNetwork;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.RemoveNetwork;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.HostAction.UnpauseContainer;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Protocol;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.Labels;
import dev.roadstead.testkit.EngineApi;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the real engine refuses, in words a user can act on; and what is another's, left alone. */
@Timeout(60)
final class HostFailuresTest {
    private EngineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new EngineFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private HostException failure(HostAction action) {
        HostException failure = catchThrowableOfType(HostException.class, () -> fixture.host.run(action));
        assertThat(failure).as("failure of %s", action).isNotNull();
        return failure;
    }

    @Test
    void anImageThatIsNotThereIsNamed() {
        String image = "roadstead-no-such-image:1";
        HostException never = failure(new PullImage(image, PullPolicy.Never));
        assertThat(never.kind()).isEqualTo(Kind.IMAGE_UNAVAILABLE);
        assertThat(never).hasMessageContaining(image);

        fixture.ensureNetwork();
        Blueprint b = fixture.sleeper("noimage");
        HostException create = failure(new CreateContainer(Blueprints.with(b, image, b.labels())));
        assertThat(create.kind()).isEqualTo(Kind.IMAGE_UNAVAILABLE);
        assertThat(create).hasMessageContaining(image);
    }

    @Test
    void aPullThatFailsSaysTheRegistrysWords() {
        String image = "127.0.0.1:" + FreePort.find() + "/shop:1";

        HostException failure = failure(new PullImage(image, PullPolicy.IfNotPresent));

        assertThat(failure.kind()).isEqualTo(Kind.IMAGE_UNAVAILABLE);
        assertThat(failure).hasMessageContaining(image).hasMessageContaining("connection refused");
    }

    @Test
    void aContainerThatDiffersFromWhatWasAskedIsRemovedBeforeItRan() throws IOException {
        fixture.ensureNetwork();
        Blueprint blueprint = fixture.sleeper("differs");
        String id = fixture.created(blueprint).id();
        fixture.engine.post("/containers/" + id + "/update", "{\"Memory\":134217728,\"MemorySwap\":134217728}");

        HostException failure = failure(new CreateContainer(blueprint));

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessageContaining("memory is 134217728, asked for 67108864");
        assertThat(fixture.host.container(id)).isEmpty();
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Port port = new Port(null, 80, Protocol.TCP, taken.getLocalPort(), "127.0.0.1", false);
            Blueprint blueprint = fixture.blueprint("port", List.of("sleep"), List.of("60"), List.of(port), null);
            fixture.ensureNetwork();

            HostException failure =
                    failure(new StartContainer(fixture.created(blueprint).id()));

            assertThat(failure.kind()).isEqualTo(Kind.PORT_TAKEN);
            assertThat(failure).hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void aPortTakenByAnotherContainerIsNamed() {
        Port port = new Port(null, 80, Protocol.TCP, FreePort.find(), "127.0.0.1", false);
        fixture.started(fixture.blueprint("one", List.of("sleep"), List.of("60"), List.of(port), null));
        Blueprint other = fixture.blueprint("other", List.of("sleep"), List.of("60"), List.of(port), null);

        HostException failure =
                failure(new StartContainer(fixture.created(other).id()));

        assertThat(failure.kind()).isEqualTo(Kind.PORT_TAKEN);
        assertThat(failure).hasMessageContaining("127.0.0.1:" + port.hostPort());
    }

    @Test
    void aUserThatIsNotInTheImageIsNamed() {
        fixture.ensureNetwork();
        String body = ContainerSpecs.createBody(
                        fixture.sleeper("user"), ContainerSpecs.hostConfig(fixture.sleeper("user")))
                .replace("\"nobody\"", "\"somebody\"");
        EngineApi.Answer created = created(fixture.name("user"), body);
        assertThat(created.successful()).as(created.body()).isTrue();

        HostException failure = failure(
                new StartContainer(fixture.observed(fixture.sleeper("user")).id()));

        assertThat(failure.kind()).isEqualTo(Kind.START_FAILED);
        assertThat(failure).hasMessageContaining("somebody");
    }

    private EngineApi.Answer created(String name, String body) {
        try {
            return fixture.engine.post("/containers/create?name=" + name, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The init process starts, and it is the one that fails: the engine has nothing to complain about. */
    @Test
    void aProgramThatIsNotThereIsNamedInTheLog() {
        fixture.ensureNetwork();
        Blueprint blueprint = fixture.blueprint("bad", List.of("no-such-program"), List.of(), List.of(), null);
        String id = fixture.created(blueprint).id();

        fixture.host.run(new StartContainer(id));

        Eventually.await(
                "it exits with 127",
                Duration.ofSeconds(10),
                () -> fixture.observed(blueprint).exitCode(),
                code -> code != null && code == 127);
        assertThat(fixture.host.logTail(id, 5)).contains("no-such-program");
    }

    @Test
    void aForeignContainerOfTheSameNameIsNeverTouched() throws IOException {
        fixture.ensureNetwork();
        Blueprint blueprint = fixture.sleeper("foreign");
        fixture.engine.post(
                "/containers/create?name=" + blueprint.name(), "{\"Image\":\"" + EngineFixture.IMAGE + "\"}");
        String id = fixture.observed(blueprint).id();
        try {
            assertThat(failure(new CreateContainer(blueprint)).kind()).isEqualTo(Kind.FOREIGN);
            assertThat(failure(new StopContainer(id, Duration.ofSeconds(1))).kind())
                    .isEqualTo(Kind.FOREIGN);
            assertThat(failure(new RemoveContainer(id)).kind()).isEqualTo(Kind.FOREIGN);
            assertThat(fixture.host.containerNames(fixture.installation)).isEmpty();
            assertThat(fixture.observed(blueprint).id()).isEqualTo(id);
        } finally {
            fixture.engine.delete("/containers/" + id + "?force=1");
        }
    }

    @Test
    void aContainerOfAnotherInstallationIsForeign() {
        fixture.ensureNetwork();
        Blueprint blueprint = fixture.sleeper("theirs");
        fixture.created(blueprint);

        Blueprint ours = Blueprints.with(
                blueprint,
                EngineFixture.IMAGE,
                Map.of(Labels.MANAGED_BY, "another", Labels.CONTAINER_UID, "u", Labels.SPEC_HASH, "h"));

        assertThat(failure(new CreateContainer(ours)).kind()).isEqualTo(Kind.FOREIGN);
    }

    @Test
    void anOlderContainerOfOursIsNotTakenForTheNewOne() {
        fixture.ensureNetwork();
        Blueprint blueprint = fixture.sleeper("older");
        fixture.created(blueprint);
        Map<String, String> newer = new HashMap<>(blueprint.labels());
        newer.put(Labels.SPEC_HASH, "hash-2");

        HostException failure = failure(new CreateContainer(Blueprints.with(blueprint, EngineFixture.IMAGE, newer)));

        assertThat(failure.kind()).isEqualTo(Kind.ENGINE);
        assertThat(failure).hasMessageContaining("older container").hasMessageContaining(blueprint.name());
    }

    @Test
    void aForeignNetworkIsNeverUsedNorRemoved() {
        fixture.ensureNetwork();

        HostException failure = failure(new EnsureNetwork(fixture.network, Map.of(Labels.MANAGED_BY, "another")));
        fixture.host.run(new RemoveNetwork(fixture.network, "another"));

        assertThat(failure.kind()).isEqualTo(Kind.FOREIGN);
        assertThat(failure).hasMessageContaining(fixture.network);
        fixture.ensureNetwork();
    }

    @Test
    void whatIsGoneIsSaidToBeGone() {
        String id = UUID.randomUUID().toString();
        assertThat(failure(new StartContainer(id)).kind()).isEqualTo(Kind.GONE);
        assertThat(failure(new UnpauseContainer(id)).kind()).isEqualTo(Kind.GONE);
        fixture.ensureNetwork();
        assertThat(failure(new ConnectNetwork(id, fixture.network, List.of())).kind())
                .isEqualTo(Kind.GONE);
        assertThat(fixture.host.container(id)).isEmpty();
        HostException log = catchThrowableOfType(HostException.class, () -> fixture.host.logTail(id, 1));
        assertThat(log.kind()).isEqualTo(Kind.GONE);
    }
}
