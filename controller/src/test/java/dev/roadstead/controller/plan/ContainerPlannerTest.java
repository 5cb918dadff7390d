package dev.roadstead.controller.plan;

import static dev.roadstead.controller.plan.ContainerScenes.container;
import static dev.roadstead.controller.plan.ContainerScenes.deleted;
import static dev.roadstead.controller.plan.ContainerScenes.named;
import static dev.roadstead.controller.plan.ContainerScenes.stopped;
import static dev.roadstead.controller.plan.ContainerScenes.times;
import static dev.roadstead.controller.plan.ContainerScenes.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.HostAction.ConnectNetwork;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.RemoveNetwork;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.HostAction.UnpauseContainer;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final String US = "installation";

    private Container container = container(Templates.image("app:1"));
    private @Nullable Probed probed;
    private boolean applicationLeaving;
    private boolean routed;
    private boolean alone;
    private Instant now = NOW;
    private Supplies supplies = Supplies.NONE;
    private Map<String, Volume> volumes = Map.of();

    @Test
    void whatIsAbsentIsPulledAndCreated() {
        ContainerPlan plan = plan(null);
        assertThat(plan.actions())
                .hasExactlyElementsOfTypes(PullImage.class, EnsureNetwork.class, CreateContainer.class);
        assertThat(plan.status().state()).isEqualTo(Container.State.Pulling);
        Blueprint blueprint = ((CreateContainer) plan.actions().getLast()).blueprint();
        assertThat(blueprint.name()).isEqualTo("shop.web.1.0");
        assertThat(blueprint.network()).isEqualTo("roadstead.shop");
        assertThat(blueprint.networkAliases()).containsExactly("web", "web-1-0");
        assertThat(blueprint.limits().memoryBytes()).isEqualTo(512L << 20);
        assertThat(blueprint.limits().pids()).isEqualTo(512);
        assertThat(blueprint.labels())
                .containsEntry(Labels.MANAGED_BY, US)
                .containsEntry(Labels.CONTAINER_UID, container.metadata().requireUid());
    }

    @Test
    void whatWasCreatedIsStarted() {
        assertThat(plan(docker(State.CREATED)).actions()).containsExactly(ensureNetwork(), new StartContainer("id"));
    }

    @Test
    void aMissingSecretIsNamedAndNothingIsCreated() {
        supplies = new Supplies.Missing("Secret db");
        ContainerPlan plan = plan(null);
        assertThat(plan.actions()).isEmpty();
        assertThat(ready(plan).reason()).isEqualTo("ConfigMissing");
        assertThat(ready(plan).message()).isEqualTo("Secret db does not exist; create it in namespace shop");
    }

    @Test
    void aForeignContainerOfTheNameIsNeverTouched() {
        ObservedContainer foreign = ContainerScenes.docker(State.RUNNING, Map.of(Labels.MANAGED_BY, "somebody else"));
        ContainerPlan plan = plan(foreign);
        assertThat(plan.actions()).isEmpty();
        assertThat(ready(plan).reason()).isEqualTo("NameTaken");
        container = deleted(container, NOW);
        assertThat(plan(foreign).actions()).isEmpty();
        assertThat(plan(foreign).released()).isTrue();
    }

    @Test
    void aContainerObjectOfAnotherNameNeverTouchesTheDockerContainerOfASlot() {
        container = named(container, "mine");
        assertThat(plan(docker(State.RUNNING)).actions()).isEmpty();
        assertThat(ready(plan(null)).reason()).isEqualTo("Refused");
        container = deleted(container, NOW);
        assertThat(plan(docker(State.RUNNING)).actions()).isEmpty();
        assertThat(plan(docker(State.RUNNING)).released()).isTrue();
    }

    @Test
    void whatAnEarlierObjectLeftOrAnotherSpecMadeIsReplaced() {
        for (String label : List.of(Labels.CONTAINER_UID, Labels.SPEC_HASH)) {
            Map<String, String> labels = new HashMap<>(ourLabels());
            labels.put(label, "another");
            assertThat(plan(ContainerScenes.docker(State.RUNNING, labels)).actions())
                    .hasExactlyElementsOfTypes(StopContainer.class, RemoveContainer.class);
        }
    }

    @Test
    void driftIsUndone() {
        assertThat(plan(docker(State.PAUSED)).actions()).containsExactly(new UnpauseContainer("id"));
        assertThat(plan(docker(State.DEAD)).actions()).containsExactly(new RemoveContainer("id"));
        ObservedContainer cut = with(docker(State.RUNNING), Map.of());
        assertThat(plan(cut).actions())
                .containsExactly(
                        ensureNetwork(), new ConnectNetwork("id", "roadstead.shop", List.of("web", "web-1-0")));
    }

    @Test
    void withoutAHealthCheckItIsReadyAfterASecond() {
        ContainerPlan young = plan(runningFor(Duration.ZERO));
        assertThat(ready(young).status()).isEqualTo(Condition.Status.False);
        assertThat(young.lookAgain()).contains(Duration.ofSeconds(1));
        ContainerPlan settled = plan(runningFor(Duration.ofSeconds(1)));
        assertThat(ready(settled).status()).isEqualTo(Condition.Status.True);
        assertThat(settled.status().readySince()).isEqualTo(NOW);
        assertThat(settled.status().ip()).isEqualTo("172.18.0.2");
        assertThat(settled.lookAgain()).isEmpty();
    }

    @Test
    void aRunningContainerThatIsKnownChangesNothing() {
        container = known(plan(runningFor(Duration.ofMinutes(1))).status());
        ContainerPlan again = plan(runningFor(Duration.ofMinutes(1)));
        assertThat(again.actions()).isEmpty();
        assertThat(again.notes()).isEmpty();
        assertThat(again.status()).isEqualTo(container.status());
    }

    @Test
    void anExecCheckIsTheEngines() {
        container = container(Templates.withExecCheck("app:1"));
        for (EngineHealth health : EngineHealth.values()) {
            ContainerPlan plan = plan(with(runningFor(Duration.ofHours(1)), health));
            assertThat(ready(plan).status() == Condition.Status.True).isEqualTo(health == EngineHealth.HEALTHY);
        }
    }

    @Test
    void anHttpCheckIsTheProbes() {
        container = container(Templates.withHttpCheck("app:1"));
        ObservedContainer docker = runningFor(Duration.ofHours(1));
        assertThat(plan(docker).status().health()).isEqualTo(Container.Health.Starting);
        probed = new Probed(Container.Health.Starting, "use an exec check");
        assertThat(ready(plan(docker)).message()).isEqualTo("it was started and is not healthy yet: use an exec check");
        probed = new Probed(Container.Health.Unhealthy, "GET / answered 500");
        assertThat(ready(plan(docker)).message()).isEqualTo("its health check fails: GET / answered 500");
        assertThat(plan(docker).notes()).extracting(Note::reason).containsExactly("Unhealthy");
        probed = new Probed(Container.Health.Healthy, "");
        assertThat(ready(plan(docker)).status()).isEqualTo(Condition.Status.True);
    }

    @Test
    void theFirstEndLeadsToARestartAtOnceAndIsTold() {
        container = known(plan(runningFor(Duration.ofMinutes(1))).status());
        ContainerPlan plan = plan(exited(1, Duration.ofSeconds(30), Duration.ZERO));
        assertThat(plan.actions()).contains(new StartContainer("id"));
        assertThat(plan.status().restarts()).isEqualTo(1);
        assertThat(plan.notes()).extracting(Note::reason).containsExactly("Exited", "Restarted");
        assertThat(plan.notes().getFirst().message())
                .isEqualTo("Container exited with code 1; its last lines: hello / boom");
    }

    @Test
    void restartsAreDelayedLongerEachTimeUpToFiveMinutes() {
        assertThat(List.of(0, 1, 2, 3, 6, 20).stream().map(RestartPolicy::delay).toList())
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
        restarted(2);
        ContainerPlan early = plan(exited(1, Duration.ofSeconds(5), Duration.ofSeconds(15)));
        assertThat(early.actions()).isEmpty();
        assertThat(early.lookAgain()).contains(Duration.ofSeconds(5));
        assertThat(ready(early).reason()).isEqualTo("CrashLoop");
        assertThat(plan(exited(1, Duration.ofSeconds(5), Duration.ofSeconds(20)))
                        .actions())
                .contains(new StartContainer("id"));
    }

    @Test
    void tenGoodMinutesForgiveEarlierRestarts() {
        restarted(5);
        ContainerPlan plan = plan(exited(1, Duration.ofMinutes(10), Duration.ZERO));
        assertThat(plan.actions()).contains(new StartContainer("id"));
        assertThat(plan.status().restarts()).isEqualTo(1);
    }

    @Test
    void aStartThatNobodyRecordedCountsAsARestart() {
        container = known(plan(runningFor(Duration.ofMinutes(1))).status());
        assertThat(plan(runningFor(Duration.ofSeconds(30))).status().restarts()).isEqualTo(1);
    }

    @Test
    void whatTakesThePlaceOfARemovedContainerIsNoRestart() {
        container = known(plan(runningFor(Duration.ofMinutes(1))).status());
        container = known(plan(null).status());
        container = known(plan(docker(State.CREATED)).status());
        assertThat(plan(runningFor(Duration.ZERO)).status().restarts()).isZero();
    }

    @Test
    void aStoppedContainerIsKeptAndItsStartIsNoRestart() {
        container = stopped(known(plan(runningFor(Duration.ofMinutes(1))).status()));
        assertThat(plan(runningFor(Duration.ofMinutes(1))).actions())
                .containsExactly(new StopContainer("id", Duration.ofSeconds(10)));
        ContainerPlan plan = plan(exited(143, Duration.ofMinutes(1), Duration.ZERO));
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.status().state()).isEqualTo(Container.State.Stopped);
        assertThat(plan.status().lastTermination()).isNull();

        container = new Container(
                container.metadata(), container(Templates.image("app:1")).spec(), plan.status());
        ContainerPlan start = plan(exited(143, Duration.ofMinutes(1), Duration.ofHours(1)));
        assertThat(start.actions()).contains(new StartContainer("id"));
        assertThat(start.status().restarts()).isZero();
        assertThat(start.notes()).extracting(Note::reason).containsExactly("Started");
    }

    @Test
    void aReadyContainerIsDrainedBeforeItIsStopped() {
        container = deleted(known(plan(runningFor(Duration.ofMinutes(1))).status()), NOW);
        ObservedContainer docker = runningFor(Duration.ofMinutes(1));
        ContainerPlan plan = plan(docker);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.lookAgain())
                .as("the API's times may lie up to a second too early")
                .contains(Duration.ofSeconds(11));
        applicationLeaving = true;
        assertThat(plan(docker).actions())
                .containsExactly(new StopContainer("id", Duration.ofSeconds(10)), new RemoveContainer("id"));
    }

    @Test
    void aDrainedContainerWaitsForEdgesThatStillLeadToItButNotForEver() {
        container = deleted(known(plan(runningFor(Duration.ofMinutes(1))).status()), NOW);
        ObservedContainer docker = runningFor(Duration.ofMinutes(1));
        now = NOW.plusSeconds(11);
        routed = true;
        assertThat(plan(docker).actions()).isEmpty();
        assertThat(plan(docker).lookAgain()).contains(Duration.ofMillis(200));
        routed = false;
        assertThat(plan(docker).actions()).hasSize(2);
        routed = true;
        now = NOW.plusSeconds(21);
        assertThat(plan(docker).actions()).hasSize(2);
    }

    @Test
    void aContainerThatWasNeverReadyIsNotDrained() {
        container = deleted(container, NOW);
        assertThat(plan(runningFor(Duration.ZERO)).actions())
                .hasExactlyElementsOfTypes(StopContainer.class, RemoveContainer.class);
    }

    @Test
    void theLastContainerTakesTheNetworkAlong() {
        container = deleted(container, NOW);
        assertThat(plan(null).actions()).isEmpty();
        assertThat(plan(null).released()).isTrue();
        alone = true;
        assertThat(plan(null).actions()).containsExactly(new RemoveNetwork("roadstead.shop", US));
    }

    @Test
    void anUnreachableNodeMakesItUnknownAndNothingElse() {
        container = known(plan(runningFor(Duration.ofMinutes(1))).status());
        Container.Status status = ContainerPlanner.unreachable(snapshot(null), "the engine does not answer");
        assertThat(status.state()).isEqualTo(Container.State.Unknown);
        assertThat(status.containerID()).isEqualTo("id");
        assertThat(status.conditions()).extracting(Condition::status).containsExactly(Condition.Status.Unknown);
    }

    private ContainerPlan plan(@Nullable ObservedContainer observed) {
        return ContainerPlanner.plan(snapshot(observed));
    }

    private ContainerSnapshot snapshot(@Nullable ObservedContainer observed) {
        return new ContainerSnapshot(
                container,
                Optional.ofNullable(observed),
                US,
                supplies,
                volumes,
                PolicyLevel.BASELINE,
                probed,
                applicationLeaving,
                routed,
                alone,
                new ContainerSnapshot.Asked("hello\nboom\n", null),
                now);
    }

    private void restarted(int restarts) {
        Container.Status status = plan(runningFor(Duration.ofMinutes(1))).status();
        container = known(new Container.Status(
                status.observedGeneration(),
                status.containerID(),
                status.state(),
                status.health(),
                null,
                restarts,
                status.ip(),
                status.ports(),
                null,
                null,
                null,
                status.conditions(),
                status.adopted()));
    }

    private static Condition ready(ContainerPlan plan) {
        return plan.status().conditions().getFirst();
    }

    private static HostAction ensureNetwork() {
        return new EnsureNetwork("roadstead.shop", Map.of(Labels.MANAGED_BY, US, Labels.NAMESPACE, "shop"));
    }

    private Container known(Container.Status status) {
        return new Container(container.metadata(), container.spec(), status);
    }

    private Map<String, String> ourLabels() {
        return Blueprints.of(container, Map.of(), Map.of(), US, PolicyLevel.BASELINE)
                .labels();
    }

    private ObservedContainer docker(State state) {
        return ContainerScenes.docker(state, ourLabels());
    }

    private ObservedContainer runningFor(Duration time) {
        return times(docker(State.RUNNING), null, NOW.minus(time), null);
    }

    private ObservedContainer exited(int code, Duration ran, Duration ago) {
        Instant end = NOW.minus(ago);
        return times(docker(State.EXITED), code, end.minus(ran), end);
    }
}
