package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.RandomApps;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.PatchContainerRouting;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Node;
import dev.roadstead.model.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * What must hold for every Application, whatever is asked for and whatever happens to its containers: changes of the
 * specification and of the strategy in the middle of a rollout, containers that fail and recover, nodes that are
 * drained, deletions that take their time, passes that end half way because the controller was killed or somebody else
 * wrote first.
 */
class ApplicationPlannerPropertyTest {
    private static final int STEPS = 60;
    private static final Quiesce HELD = new Quiesce("VolumeBackup/b", Quiesce.How.Pause);

    @RepeatedTest(400)
    void promisesAreKeptOnTheWayAndTheEndIsReached(RepetitionInfo repetition) {
        long seed = 1000L + repetition.getCurrentRepetition();
        new Story(seed, false).run();
    }

    @RepeatedTest(100)
    void applicationsWithHostPortsReachTheirEndToo(RepetitionInfo repetition) {
        long seed = 5000L + repetition.getCurrentRepetition();
        new Story(seed, true).run();
    }

    private static final class Story {
        private final Random random;
        private final List<String> log = new ArrayList<>();
        private final RandomApps apps;
        private final Fleet fleet;

        Story(long seed, boolean hostPort) {
            this.random = new Random(seed);
            this.apps = new RandomApps(random, hostPort);
            apps.change();
            this.fleet = new Fleet(apps.spec(), Nodes.ready("a"), Nodes.ready("b"), Nodes.ready("c"));
            log.add("seed " + seed);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                happen();
                pass();
            }
            fleet.containers()
                    .forEach(container -> fleet.quiesce(container.metadata().name(), null));
            Apps last = apps.settle();
            fleet.change(last);
            fleet.pass();
            int target = Objects.requireNonNull(fleet.status().targetRelease());
            fleet.change(last.promote(target, null));
            fleet.converge();
            assertConverged(last);
            delete();
        }

        private void happen() {
            switch (random.nextInt(10)) {
                case 0 -> {
                    apps.change();
                    fleet.change(apps.spec());
                    log.add("spec " + apps.spec());
                }
                case 1 -> fleet.finishDeletions(c -> true);
                case 2 -> fleet.finishDeletions(c -> random.nextBoolean());
                case 3 -> fleet.advance(Duration.ofSeconds(random.nextInt(400)));
                case 4 -> {
                    Node node = random.nextInt(3) == 0 ? Nodes.drained("a") : Nodes.ready("a");
                    fleet.node(node);
                    log.add("drain a: " + node.spec().drain());
                }
                case 5 ->
                    fleet.containers().forEach(container -> {
                        if (random.nextInt(4) == 0) {
                            fleet.quiesce(container.metadata().name(), random.nextBoolean() ? HELD : null);
                        }
                    });
                default -> fleet.containers().forEach(this::live);
            }
        }

        /** A container comes nearer to what it should be, or fails. */
        private void live(Container container) {
            if (container.metadata().deleting() || random.nextInt(3) == 0) {
                return;
            }
            if (container.spec().desiredState() == DesiredState.Stopped) {
                fleet.observe(container, Container.State.Created, false, Reasons.STOPPED);
                return;
            }
            switch (random.nextInt(8)) {
                case 0 -> fleet.observe(container, Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
                case 1 -> fleet.observe(container, Container.State.Exited, false, Reasons.CRASH_LOOP);
                default -> fleet.observe(container, Container.State.Running, true, "Running");
            }
        }

        /** Applies a plan, or only its beginning. */
        private void pass() {
            if (random.nextInt(3) > 0) {
                fleet.resolveImages();
            }
            ApplicationSnapshot seen = fleet.snapshot();
            ApplicationPlan plan = ApplicationPlanner.plan(seen);
            int cut = random.nextInt(4) == 0
                    ? random.nextInt(plan.actions().size() + 1)
                    : plan.actions().size();
            log.add(plan.actions().subList(0, cut).stream()
                            .map(a -> a.note().message())
                            .toList() + " of " + plan.actions().size());
            for (ApiAction action : plan.actions().subList(0, cut)) {
                check(action);
                fleet.apply(action);
            }
            if (cut == plan.actions().size()) {
                fleet.store(plan.status());
            }
        }

        private void check(ApiAction action) {
            Application.Spec wanted = fleet.application().spec();
            if (action instanceof CreateContainer || action instanceof DeleteContainer) {
                assertThat(wanted.desiredState())
                        .as("a stopped application is left alone: %s", log)
                        .isEqualTo(DesiredState.Running);
            }
            if (action instanceof DeleteContainer(Container lost, String _)) {
                assertThat(Quiescence.isHeld(lost))
                        .as("a quiesced container is left alone: %s", log)
                        .isFalse();
            }
            switch (action) {
                case CreateContainer(var container) -> checkCreate(wanted, container);
                case DeleteContainer(var container, var why) -> checkLoss(wanted, container, why);
                case PatchContainerRouting(var container, var routed) -> {
                    if (!routed) {
                        checkLoss(wanted, container, "");
                    }
                }
                default -> {}
            }
        }

        private void checkCreate(Application.Spec wanted, Container created) {
            Strategy.Type type = wanted.strategy().type();
            int surge = type == Strategy.Type.Recreate ? 0 : surge(wanted);
            int beside = type == Strategy.Type.BlueGreen ? wanted.replicas() : 0;
            List<Container> counted = fleet.containers().stream()
                    .filter(c -> type != Strategy.Type.BlueGreen
                            || c.spec().routed()
                            || c.spec().release() == created.spec().release())
                    .toList();
            assertThat(counted.size())
                    .as("never more than the strategy allows: %s", log)
                    .isLessThan(wanted.replicas() + surge + beside);
            assertThat(fleet.names())
                    .as("a slot is taken once: %s", log)
                    .doesNotContain(created.metadata().name());
            if (type == Strategy.Type.Recreate && !wanted.paused()) {
                assertThat(fleet.containers())
                        .as("the old ones are gone first: %s", log)
                        .allMatch(c -> c.spec().release() == created.spec().release());
            }
            assertThat(created.spec().nodeName().equals("a") && fleet.isDraining("a"))
                    .as("nothing is placed on a node that is drained: %s", log)
                    .isFalse();
        }

        private void checkLoss(Application.Spec wanted, Container lost, String why) {
            if (wanted.strategy().type() == Strategy.Type.Recreate || why.contains("host port") || !serving(lost)) {
                return;
            }
            long left = fleet.containers().stream().filter(this::serving).count() - 1;
            assertThat(left)
                    .as("never fewer serve than replicas - maxUnavailable by our own doing: %s", log)
                    .isGreaterThanOrEqualTo(
                            wanted.replicas() - wanted.strategy().rolling().maxUnavailable());
        }

        private boolean serving(Container container) {
            return Replicas.of(fleet.snapshot(), 0)
                    .serving(fleet.container(container.metadata().name()));
        }

        private static int surge(Application.Spec wanted) {
            var limits = wanted.strategy().rolling();
            return limits.maxSurge() == 0 && limits.maxUnavailable() == 0 ? 1 : limits.maxSurge();
        }

        private void assertConverged(Apps spec) {
            log.add("last spec " + spec + ", now " + fleet.rollout() + fleet.condition("Degraded"));
            assertThat(fleet.names()).as("%s", log).hasSize(spec.replicas());
            assertThat(fleet.containers()).as("%s", log).allMatch(this::serving);
            assertThat(fleet.containers())
                    .as("%s", log)
                    .allMatch(c -> c.spec().template().equals(spec.template()))
                    .noneMatch(c -> fleet.isDraining(c.spec().nodeName()));
            assertThat(fleet.condition("Ready").status().name()).as("%s", log).isEqualTo("True");
            assertThat(fleet.rollout().phase()).as("%s", log).isEqualTo(Phase.Complete);
            Application.Status status = fleet.status();
            fleet.advance(Duration.ofHours(1));
            ApplicationPlan again = fleet.plan();
            assertThat(again.actions()).as("%s", log).isEmpty();
            assertThat(again.status()).as("%s", log).isEqualTo(status);
            assertThat(again.notes()).as("%s", log).isEmpty();
        }

        private void delete() {
            fleet.delete();
            for (int i = 0; i < 5 && !fleet.released(); i++) {
                ApplicationPlan plan = fleet.pass();
                assertThat(plan.actions()).as("%s", log).noneMatch(CreateContainer.class::isInstance);
                fleet.finishDeletions(c -> true);
            }
            assertThat(fleet.released()).as("%s", log).isTrue();
            assertThat(fleet.names()).isEmpty();
            assertThat(fleet.releases()).isEmpty();
        }
    }
}
