package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.People;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Release;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The reconcilers together, from an Application to the engine and back. */
class ReconcilersTest {
    private final World world = new World();

    @Test
    void anApplicationRunsAndItsStoryIsTold() {
        start(Apps.of(2, "app:1"));
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0", "shop.web.1.1"));
        assertThat(world.summary().get("application"))
                .isEqualTo(
                        "2 of 2, release 1, [Ready=True/Available, Progressing=True/Complete, Degraded=False/AsExpected]");
        assertThat(world.events())
                .contains(
                        "web ReleaseCreated: Created release 1 with image app:1",
                        "web ContainerCreated: Created container web-1-0 on node a",
                        "web-1-0 Created: Created Docker container shop.web.1.0",
                        "web-1-0 Started: Started container",
                        "web RolloutComplete: Release 1 is rolled out");
    }

    @Test
    void whatIsSettledIsNotWrittenToAgain() {
        start(Apps.of(2, "app:1"));
        world.restart();
        world.settle();
        assertThat(world.effects().done()).isEmpty();
    }

    @Test
    void anUpdateReplacesEveryContainer() {
        start(Apps.of(2, "app:1"));
        start(Apps.of(2, "app:2"));
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.2.0", "shop.web.2.1"));
    }

    @Test
    void anImageThatCannotBeHadLeavesTheOldContainersAlone() {
        start(Apps.of(2, "app:1"));
        world.host().withoutImage("app:bad");
        start(Apps.of(2, "app:bad"));
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0", "shop.web.1.1"));
        assertThat(world.summary().get("application")).contains("Degraded=True/ImagePullFailed");
        assertThat(world.events()).anyMatch(event -> event.startsWith("web-2-0 ImagePullFailed: no image app:bad"));
        start(Apps.of(2, "app:3"));
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.3.0", "shop.web.3.1"));
    }

    @Test
    void aReleaseThatCrashesIsTakenBackAtItsDeadlineAndItsLastWordsAreKept() {
        Apps spec = Apps.of(2, "app:1").autoRollback(true);
        start(spec);
        world.host().crashing("app:crash");
        world.restart();
        start(spec.image("app:crash"));
        world.advance(Duration.ofMinutes(6));
        world.settle();
        assertThat(world.leastServing()).isEqualTo(2);
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0", "shop.web.1.1"));
        assertThat(world.application().status())
                .extracting(status -> status.rollout())
                .satisfies(rollout -> assertThat(rollout.message())
                        .startsWith("release 1 is wanted again, because release 2 failed")
                        .endsWith("web-2-0: exited with code 1; its last line: last words"));
        assertThat(world.events())
                .anyMatch(event -> event.startsWith("web ProgressDeadlineExceeded"))
                .anyMatch(event -> event.startsWith("web RolledBack"));
    }

    @Test
    void aRolloutThatFailedAndIsNotOverHasNoEndInTheHistory() {
        start(Apps.of(2, "app:1"));
        world.host().withoutImage("app:bad");
        start(Apps.of(2, "app:bad"));
        world.advance(Duration.ofMinutes(6));
        world.settle();
        assertThat(outcome("web-2"))
                .satisfies(failed -> assertThat(failed.phase()).isEqualTo(Phase.Failed))
                .satisfies(failed -> assertThat(failed.finishedAt()).isNotNull());
        start(Apps.of(2, "app:bad").paused(true));
        assertThat(outcome("web-2"))
                .satisfies(held -> assertThat(held.phase()).isEqualTo(Phase.Paused))
                .satisfies(held -> assertThat(held.finishedAt()).isNull());
        start(Apps.of(2, "app:3"));
        assertThat(outcome("web-2").phase()).isEqualTo(Phase.Superseded);
    }

    @Test
    void driftIsRepaired() {
        start(Apps.of(1, "app:1"));
        world.host().pause("shop.web.1.0");
        world.settle();
        assertThat(world.container("web-1-0").status())
                .extracting(s -> s.state())
                .isEqualTo(Container.State.Running);
        world.host().cutNetwork("shop.web.1.0");
        world.settle();
        world.host().vanish("shop.web.1.0");
        world.settle();
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));
        assertThat(world.events())
                .anyMatch(event -> event.startsWith("web-1-0 Unpaused"))
                .anyMatch(event -> event.startsWith("web-1-0 Reconnected"))
                .anyMatch(event -> event.startsWith("web-1-0 Recreated"));
    }

    @Test
    void stoppingKeepsTheContainersAndStartingBringsThemBack() {
        start(Apps.of(1, "app:1"));
        start(Apps.of(1, "app:1").state(DesiredState.Stopped));
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0"));
        assertThat(world.summary()).containsEntry("web-1-0", "app:1 Stopped");
        start(Apps.of(1, "app:1"));
        assertThat(world.summary()).containsEntry("web-1-0", "app:1 Running");
        assertThat(world.container("web-1-0").status())
                .extracting(s -> s.restarts())
                .isEqualTo(0);
    }

    @Test
    void anOrganizationsContainersTakeNoMoreTogetherThanItMay() {
        for (String namespace : List.of("shop", "other")) {
            world.api()
                    .create(
                            ResourceType.NAMESPACE,
                            new Namespace(ObjectMeta.toCreate(
                                    null, namespace, Map.of(Labels.ORGANIZATION, "acme"), List.of(), List.of())));
        }
        world.api()
                .create(
                        ResourceType.ORGANIZATION,
                        People.organization(
                                "acme",
                                "{limits: {totalQuota: {count/containers.roadstead.dev: 3, limits.pids: 1024}}}"));
        Container theirs = Routes.container(0, Routes.yaml("{app: other/web}"));
        world.api()
                .create(
                        ResourceType.CONTAINER,
                        new Container(theirs.metadata(), theirs.spec().withTemplate(Templates.image("app:1")), null));
        start(Apps.of(3, "app:1"));
        assertThat(world.containers())
                .filteredOn(each -> "shop".equals(each.metadata().namespace()))
                .hasSize(1);
        assertThat(world.application().status())
                .extracting(status -> status.conditions().toString())
                .asString()
                .contains("exceeded quota of organization acme: requested limits.pids=512, used limits.pids=1024,"
                        + " limited limits.pids=1024");
    }

    @Test
    void deletionLeavesNothing() {
        start(Apps.of(2, "app:1"));
        world.delete();
        world.settle();
        assertThat(world.summary()).containsOnlyKeys("engine");
        assertThat(world.host().names()).isEmpty();
        assertThat(world.host().networks()).isEmpty();
    }

    @Test
    void aDeletionSaysWhatHoldsItUp() {
        start(Apps.of(1, "app:1"));
        world.host().away(true);
        world.closed("the engine does not answer");
        world.delete();
        world.settle();
        assertThat(world.application().status())
                .extracting(status -> status.conditions().getFirst().message())
                .isEqualTo("1 containers are still there; web-1-0: the engine does not answer");
        world.host().away(false);
        world.closed(null);
        world.settle();
        assertThat(world.summary()).containsOnlyKeys("engine");
    }

    @Test
    void anUnreachableNodeChangesNothingButWhatIsSaid() {
        start(Apps.of(1, "app:1"));
        world.host().away(true);
        world.settle();
        assertThat(world.summary()).as("a moment of silence says nothing").containsEntry("web-1-0", "app:1 Running");
        world.closed("the engine does not answer");
        world.settle();
        assertThat(world.summary()).containsEntry("web-1-0", "app:1 Unknown");
        assertThat(world.summary().get("application")).contains("Degraded=True/NodeUnreachable");
        world.host().away(false);
        world.closed(null);
        world.settle();
        assertThat(world.summary()).containsEntry("web-1-0", "app:1 Running");
    }

    private Release.Outcome outcome(String release) {
        Release.Status status = world.api()
                .find(ResourceType.RELEASE, "shop", release)
                .map(Release::known)
                .orElseThrow();
        return Objects.requireNonNull(status.outcome(), release);
    }

    private void start(Apps spec) {
        world.submit(spec);
        world.settle();
    }
}
