package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.ContainerUse;
import dev.roadstead.controller.plan.EngineInfo;
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
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.ContainerTemplate.Protocol;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.model.HealthCheck;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The life of containers and networks on the real engine. */
@Timeout(60)
final class DockerHostTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private EngineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new EngineFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anEngineDescribesItself() {
        EngineInfo info = fixture.host.info();

        assertThat(info.id()).isNotEmpty();
        assertThat(info.os()).isEqualTo("linux");
        assertThat(info.apiVersion()).startsWith("1.");
        assertThat(info.cpus()).isPositive();
        assertThat(info.memoryBytes()).isPositive();
        assertThat(List.of(info.version(), info.arch(), info.storageDriver(), info.cgroupVersion()))
                .noneMatch(String::isEmpty);
    }

    @Test
    void anEngineSaysWhatARunningContainerUses() {
        Blueprint busy =
                fixture.blueprint("busy", List.of("sh"), List.of("-c", "while :; do :; done"), List.of(), null);
        String id = fixture.started(busy).id();
        ContainerUse first = fixture.host.use(id).orElseThrow();
        ContainerUse later = Eventually.await(
                "more processor time",
                SOON,
                () -> fixture.host.use(id).orElseThrow(),
                use -> use.cpuNanos() > first.cpuNanos() + 100_000_000);
        assertThat(later.memoryBytes()).isPositive();
        assertThat(later.sentBytes()).isNotNull().isNotNegative();
        fixture.host.run(new StopContainer(id, Duration.ZERO));
        assertThat(fixture.host.use(id)).isEmpty();
        assertThat(fixture.host.use("no-such-container")).isEmpty();
    }

    @Test
    void aContainerLivesAsItsBlueprintSays() {
        int port = FreePort.find();
        HealthCheck check = new HealthCheck(
                null,
                null,
                new HealthCheck.Exec(List.of("true")),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                2,
                Duration.ZERO);
        Blueprint blueprint = fixture.blueprint(
                "life",
                List.of("sh"),
                List.of("-c", "echo $GREETING in $(pwd) as $(id -un); trap 'exit 7' TERM; while :; do sleep 0.1; done"),
                List.of(new Port("http", 8080, Protocol.TCP, port, "127.0.0.1", false)),
                check);

        ObservedContainer running = fixture.started(blueprint);

        assertThat(running.state()).isEqualTo(State.RUNNING);
        assertThat(running.name()).isEqualTo(blueprint.name());
        assertThat(running.labels()).containsAllEntriesOf(blueprint.labels());
        assertThat(running.exitCode()).isNull();
        assertThat(running.startedAt()).isNotNull();
        assertThat(running.finishedAt()).isNull();
        assertThat(running.networks()).containsOnlyKeys(fixture.network);
        assertThat(fixture.attachment(blueprint).ip()).isNotNull();
        assertThat(fixture.attachment(blueprint).aliases()).contains("web", "life");
        assertThat(running.ports()).singleElement().satisfies(published -> {
            assertThat(published.containerPort()).isEqualTo(8080);
            assertThat(published.hostIP()).isEqualTo("127.0.0.1");
            assertThat(published.hostPort()).isEqualTo(port);
        });
        Eventually.await(
                "the engine's check passes",
                SOON,
                () -> fixture.observed(blueprint).engineHealth(),
                EngineHealth.HEALTHY::equals);
        Eventually.await(
                "its greeting is in the log",
                SOON,
                () -> fixture.host.logTail(running.id(), 10),
                "hello = world in /tmp as nobody\n"::equals);
        assertThat(fixture.host.containerNames(fixture.installation)).containsExactly(blueprint.name());

        fixture.host.run(new StopContainer(running.id(), Duration.ofSeconds(5)));
        ObservedContainer stopped = fixture.observed(blueprint);
        assertThat(stopped.state()).isEqualTo(State.EXITED);
        assertThat(stopped.exitCode()).isEqualTo(7);
        assertThat(stopped.finishedAt()).isNotNull();

        fixture.host.run(new RemoveContainer(running.id()));
        assertThat(fixture.host.container(blueprint.name())).isEmpty();
        assertThat(fixture.host.containerNames(fixture.installation)).isEmpty();
    }

    @Test
    void everyActionCanBeRepeated() throws IOException {
        Blueprint blueprint = fixture.sleeper("again");
        twice(new EnsureNetwork(fixture.network, fixture.labels()));
        twice(new PullImage(EngineFixture.IMAGE, PullPolicy.IfNotPresent));
        twice(new PullImage(EngineFixture.IMAGE, PullPolicy.Never));
        twice(new CreateContainer(blueprint));
        String id = fixture.observed(blueprint).id();
        twice(new ConnectNetwork(id, fixture.network, blueprint.networkAliases()));
        twice(new StartContainer(id));
        twice(new CreateContainer(blueprint));
        twice(new ConnectNetwork(id, fixture.network, blueprint.networkAliases()));
        twice(new UnpauseContainer(id));
        assertThat(fixture.engine.post("/containers/" + id + "/pause", "").successful())
                .isTrue();
        assertThat(fixture.observed(blueprint).state()).isEqualTo(State.PAUSED);
        twice(new UnpauseContainer(id));
        assertThat(fixture.observed(blueprint).state()).isEqualTo(State.RUNNING);
        twice(new StopContainer(id, Duration.ofSeconds(2)));
        twice(new RemoveContainer(id));
        twice(new StopContainer(id, Duration.ofSeconds(2)));
        twice(new RemoveNetwork(fixture.network, fixture.installation));
        assertThat(fixture.host.container(blueprint.name())).isEmpty();
    }

    private void twice(HostAction action) {
        assertThatCode(() -> fixture.host.run(action)).as("first %s", action).doesNotThrowAnyException();
        assertThatCode(() -> fixture.host.run(action)).as("second %s", action).doesNotThrowAnyException();
    }

    @Test
    void aContainerThatIgnoresItsStopSignalIsKilledAfterTheGracePeriod() {
        Blueprint stubborn = fixture.blueprint(
                "stubborn", List.of("sh"), List.of("-c", "trap '' TERM; sleep 60 & wait; sleep 60"), List.of(), null);
        ObservedContainer running = fixture.started(stubborn);

        fixture.host.run(new StopContainer(running.id(), Duration.ofSeconds(1)));

        assertThat(fixture.observed(stubborn).exitCode()).isEqualTo(137);
    }

    @Test
    void aPausedContainerCanBeStoppedAndRemoved() throws IOException {
        Blueprint blueprint = fixture.sleeper("paused");
        String id = fixture.started(blueprint).id();
        fixture.engine.post("/containers/" + id + "/pause", "");

        fixture.host.run(new StopContainer(id, Duration.ofSeconds(1)));
        fixture.host.run(new RemoveContainer(id));

        assertThat(fixture.host.container(id)).isEmpty();
    }

    @Test
    void aContainerThatExitsAtOnceShowsItsExitCodeAndItsLastWords() {
        Blueprint brief = fixture.blueprint(
                "brief", List.of("sh"), List.of("-c", "printf 'no \\033[1mway\\007\\n' >&2; exit 3"), List.of(), null);
        ObservedContainer started = fixture.started(brief);

        ObservedContainer ended = Eventually.await(
                "it has ended", SOON, () -> fixture.observed(brief), container -> container.state() == State.EXITED);

        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.startedAt()).isNotNull();
        // Not "after its start": the engine may note the end of so short a run with an earlier time.
        assertThat(ended.finishedAt()).isNotNull();
        Eventually.await(
                "its words are in the log, without control characters",
                SOON,
                () -> fixture.host.logTail(started.id(), 5),
                "no [1mway\n"::equals);
    }

    @Test
    void aLogTailIsAtMostFourKibibytesOfTheEnd() {
        Blueprint chatty = fixture.blueprint(
                "chatty", List.of("sh"), List.of("-c", "yes ä | head -n 20000; echo end"), List.of(), null);
        String id = fixture.started(chatty).id();
        Eventually.await("it has ended", SOON, () -> fixture.observed(chatty).state() == State.EXITED);

        String tail = Eventually.await(
                "the end is in the log", SOON, () -> fixture.host.logTail(id, 20_000), log -> log.endsWith("end\n"));

        assertThat(tail.getBytes(StandardCharsets.UTF_8).length).isBetween(4000, 4096);
        assertThat(tail).endsWith("ä\nend\n");
    }

    @Test
    void aCutNetworkIsConnectedAgainWithItsAliases() throws IOException {
        Blueprint blueprint = fixture.sleeper("cut");
        String id = fixture.started(blueprint).id();
        fixture.engine.post("/networks/" + fixture.network + "/disconnect", "{\"Container\":\"" + id + "\"}");
        assertThat(fixture.observed(blueprint).networks()).isEmpty();

        fixture.host.run(new ConnectNetwork(id, fixture.network, blueprint.networkAliases()));

        assertThat(fixture.attachment(blueprint).aliases()).contains("web", "cut");
        assertThat(fixture.attachment(blueprint).ip()).isNotNull();
    }

    @Test
    void aNetworkConnectedByHandWithoutItsAliasesGetsThem() throws IOException {
        Blueprint blueprint = fixture.sleeper("byhand");
        String id = fixture.started(blueprint).id();
        fixture.engine.post("/networks/" + fixture.network + "/disconnect", "{\"Container\":\"" + id + "\"}");
        fixture.engine.post("/networks/" + fixture.network + "/connect", "{\"Container\":\"" + id + "\"}");

        fixture.host.run(new ConnectNetwork(id, fixture.network, blueprint.networkAliases()));

        assertThat(fixture.attachment(blueprint).aliases()).contains("web", "byhand");
    }

    @Test
    void aNetworkThatAStoppedContainerCountsOnStays() {
        fixture.ensureNetwork();
        fixture.created(fixture.sleeper("waiting"));

        fixture.host.run(new RemoveNetwork(fixture.network, fixture.installation));

        assertThatCode(() -> fixture.host.run(new EnsureNetwork(fixture.network, fixture.labels())))
                .doesNotThrowAnyException();
        String id = fixture.observed(fixture.sleeper("waiting")).id();
        assertThatCode(() -> fixture.host.run(new StartContainer(id))).doesNotThrowAnyException();
    }
}
