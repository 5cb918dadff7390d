package dev.roadstead.controller.plan;

import static dev.roadstead.controller.plan.ContainerScenes.times;
import static dev.roadstead.controller.plan.ContainerScenes.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.HostAction.ConnectNetwork;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.DisconnectNetwork;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.PutFiles;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.RenameContainer;
import dev.roadstead.controller.plan.HostAction.RunHook;
import dev.roadstead.controller.plan.HostAction.SetLimits;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.ObservedContainer.Attachment;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What keeps a container as it was declared: repairs, hooks, files, restarts for its health, and its namespace's policy. */
final class ContainerUpkeepTest {
    private static final String US = "installation";
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private Container container = ContainerScenes.container(Templates.image("app:1"));
    private Supplies supplies = Supplies.NONE;
    private PolicyLevel policy = PolicyLevel.BASELINE;

    private ContainerPlan plan(@Nullable ObservedContainer observed) {
        return ContainerPlanner.plan(new ContainerSnapshot(
                container,
                Optional.ofNullable(observed),
                US,
                supplies,
                Map.of(),
                policy,
                null,
                false,
                false,
                false,
                new ContainerSnapshot.Asked("", null),
                NOW));
    }

    private static Condition ready(ContainerPlan plan) {
        return plan.status().conditions().stream()
                .filter(condition -> condition.type().equals("Ready"))
                .findFirst()
                .orElseThrow();
    }

    private static HostAction ensureNetwork() {
        return new EnsureNetwork("roadstead.shop", Map.of(Labels.MANAGED_BY, US, Labels.NAMESPACE, "shop"));
    }

    private Container known(Container.Status status) {
        return new Container(container.metadata(), container.spec(), status);
    }

    private static Container.Status restarted(Container.Status status, int restarts) {
        return new Container.Status(
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
                status.adopted());
    }

    private Map<String, String> ourLabels() {
        return Blueprints.of(container, Map.of(), Map.of(), US, policy).labels();
    }

    private ObservedContainer docker(State state) {
        return ContainerScenes.docker(state, ourLabels());
    }

    private ObservedContainer runningFor(Duration time) {
        return times(docker(State.RUNNING), null, NOW.minus(time), null);
    }

    @Test
    void whatPeopleChangedOnARunningContainerIsSetRight() {
        ObservedContainer running = runningFor(Duration.ofMinutes(1));
        container = known(plan(running).status());
        ContainerPlan renamed = plan(ContainerScenes.named(running, "old"));
        assertThat(renamed.actions()).containsExactly(new RenameContainer("id", "shop.web.1.0"));
        assertThat(renamed.status()).isEqualTo(container.status());
        Map<String, Attachment> networks = new HashMap<>(running.networks());
        networks.put("theirs", new Attachment("n", "172.19.0.2", List.of()));
        assertThat(plan(with(running, networks)).actions()).containsExactly(new DisconnectNetwork("id", "theirs"));
        Attachment nameless = new Attachment("n", "172.18.0.2", List.of());
        assertThat(plan(with(running, Map.of("roadstead.shop", nameless))).actions())
                .hasExactlyElementsOfTypes(EnsureNetwork.class, ConnectNetwork.class);
    }

    @Test
    void changedLimitsAreSetAgainOrTakeANewContainerWhereTheyCannotBeUnset() {
        ObservedContainer running = runningFor(Duration.ofMinutes(1));
        Limits wanted = ContainerScenes.AS_SPECIFIED.limits();
        long memory = wanted.memoryBytes();
        Limits larger = new Limits(2 * memory, 0, wanted.pids());
        for (Granted changed : List.of(
                new Granted(larger, 2 * memory, false, false),
                new Granted(wanted, -1, false, false),
                new Granted(wanted, memory, true, false))) {
            assertThat(plan(ContainerScenes.granted(running, changed)).actions())
                    .containsExactly(new SetLimits("id", wanted));
        }
        for (Granted changed : List.of(
                new Granted(new Limits(memory, 1_000_000_000, wanted.pids()), memory, false, false),
                new Granted(wanted, memory, false, true))) {
            assertThat(plan(ContainerScenes.granted(running, changed)).actions())
                    .hasExactlyElementsOfTypes(StopContainer.class, RemoveContainer.class);
        }
    }

    @Test
    void whatIsMadeAnewIsNotSaidToHaveVanished() {
        container = known(plan(runningFor(Duration.ofMinutes(1))).status());
        Map<String, String> labels = new HashMap<>(ourLabels());
        labels.put(Labels.SPEC_HASH, "another");
        container = known(plan(ContainerScenes.docker(State.RUNNING, labels)).status());
        assertThat(plan(null).notes()).extracting(Note::reason).containsExactly("Created");
    }

    @Test
    void whatThePolicyOfTheNamespaceRefusesIsNotCreated() {
        policy = PolicyLevel.RESTRICTED;
        ContainerPlan plan = plan(null);
        assertThat(plan.actions()).isEmpty();
        assertThat(ready(plan).reason()).isEqualTo("Refused");
        assertThat(ready(plan).message()).contains("refused by policy: user:");
    }

    @Test
    void filesArePutInBeforeTheFirstStart() {
        MountedFiles files = new MountedFiles("/etc/app", 0, List.of());
        supplies = new Supplies.Complete(Map.of(), List.of(files), RegistryAccess.ANONYMOUS);
        assertThat(plan(docker(State.CREATED)).actions())
                .containsExactly(new PutFiles("id", List.of(files)), ensureNetwork(), new StartContainer("id"));
    }

    @Test
    void theHostsNetworkIsNobodysToAttach() {
        container =
                ContainerScenes.container(Templates.changed(Templates.image("app:1"), t -> t.put("hostNetwork", true)));
        policy = PolicyLevel.PRIVILEGED;
        assertThat(plan(null).actions()).hasExactlyElementsOfTypes(PullImage.class, CreateContainer.class);
        Map<String, Attachment> host = Map.of("host", new Attachment("h", null, List.of()));
        assertThat(plan(with(docker(State.CREATED), host)).actions()).containsExactly(new StartContainer("id"));
        assertThat(plan(with(runningFor(Duration.ofMinutes(1)), host)).actions())
                .isEmpty();
    }

    @Test
    void thePostStartHookRunsOnceAfterEachStartAndReadinessWaitsForIt() {
        container = ContainerScenes.container(withHooks());
        ObservedContainer running = runningFor(Duration.ofMinutes(1));
        ContainerPlan hook = plan(running);
        assertThat(hook.actions()).containsExactly(new RunHook("id", List.of("warm", "up"), Duration.ofMinutes(1)));
        assertThat(ready(hook).status()).isEqualTo(Condition.Status.False);
        container = known(hook.status());
        assertThat(plan(running).actions()).isEmpty();
        assertThat(ready(plan(running)).status()).isEqualTo(Condition.Status.True);
        assertThat(plan(runningFor(Duration.ofSeconds(30))).actions()).hasExactlyElementsOfTypes(RunHook.class);
    }

    @Test
    void thePreStopHookGoesWithEveryStop() {
        container = ContainerScenes.stopped(ContainerScenes.container(withHooks()));
        assertThat(plan(docker(State.RUNNING)).actions())
                .containsExactly(new StopContainer("id", Duration.ofSeconds(10), List.of("say", "bye"), false));
    }

    private static ContainerTemplate withHooks() {
        return Templates.changed(Templates.image("app:1"), t -> {
            t.putObject("hooks")
                    .putObject("postStart")
                    .putObject("exec")
                    .putArray("command")
                    .add("warm")
                    .add("up");
            t.withObject("/hooks")
                    .putObject("preStop")
                    .putObject("exec")
                    .putArray("command")
                    .add("say")
                    .add("bye");
        });
    }

    @Test
    void anUnhealthyContainerIsStartedAgainWithTheBackoffOfCrashes() {
        container = ContainerScenes.container(Templates.withExecCheck("app:1"));
        ObservedContainer sick = with(runningFor(Duration.ofSeconds(30)), EngineHealth.UNHEALTHY);
        ContainerPlan first = plan(sick);
        assertThat(first.actions())
                .hasExactlyElementsOfTypes(StopContainer.class, EnsureNetwork.class, StartContainer.class);
        assertThat(first.status().restarts()).isEqualTo(1);
        assertThat(first.notes())
                .singleElement()
                .matches(note -> note.warning()
                        && note.reason().equals("Unhealthy")
                        && note.message().contains("started it again (restart 1)"));
        container = known(restarted(first.status(), 3));
        ContainerPlan later = plan(sick);
        assertThat(later.actions()).isEmpty();
        assertThat(later.status().health()).isEqualTo(Container.Health.Unhealthy);
        assertThat(later.lookAgain()).contains(Duration.ofSeconds(10));
        ObservedContainer forgiven = with(runningFor(Duration.ofMinutes(10)), EngineHealth.UNHEALTHY);
        assertThat(plan(forgiven).status().restarts()).isEqualTo(1);
    }
}
