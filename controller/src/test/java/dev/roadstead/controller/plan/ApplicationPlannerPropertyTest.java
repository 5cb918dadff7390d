package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Strategy;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * What must hold for every Application, whatever is asked for and whatever happens to its containers: changes of the
 * specification, containers that fail and recover, deletions that take their time, passes that end half way because the
 * controller was killed or somebody else wrote first.
 */
class ApplicationPlannerPropertyTest {
    private static final int STEPS = 60;

    @RepeatedTest(200)
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
        private final boolean hostPort;
        private final List<String> log = new ArrayList<>();
        private final Fleet fleet;
        private Apps spec;

        Story(long seed, boolean hostPort) {
            this.random = new Random(seed);
            this.hostPort = hostPort;
            this.spec = Apps.of(hostPort ? 1 : 3, "app:0");
            change();
            this.fleet = new Fleet(spec, Nodes.ready("a"), Nodes.ready("b"), Nodes.ready("c"));
            log.add("seed " + seed);
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                happen();
                pass();
            }
            spec = spec.state(DesiredState.Running);
            fleet.change(spec);
            fleet.converge();
            assertConverged();
            delete();
        }

        private void happen() {
            switch (random.nextInt(8)) {
                case 0 -> {
                    change();
                    fleet.change(spec);
                    log.add("spec " + spec);
                }
                case 1 -> fleet.finishDeletions(c -> true);
                case 2 -> fleet.finishDeletions(c -> random.nextBoolean());
                case 3 -> fleet.advance(Duration.ofSeconds(random.nextInt(400)));
                default -> fleet.containers().forEach(this::live);
            }
        }

        private void change() {
            int number = random.nextInt(4);
            switch (random.nextInt(6)) {
                case 0 -> spec = hostPort ? spec : spec.replicas(random.nextInt(6));
                case 1 -> spec = spec.rolling(random.nextInt(3), random.nextInt(3));
                case 2 -> spec = random.nextInt(3) == 0 ? spec.recreate() : spec.rolling(1, 0);
                case 3 -> spec = spec.state(random.nextInt(3) == 0 ? DesiredState.Stopped : DesiredState.Running);
                case 4 -> spec = spec.minReady(Duration.ofSeconds(random.nextInt(20)));
                default -> {}
            }
            spec = hostPort ? spec.template(Templates.withHostPort("app:" + number, 80)) : spec.image("app:" + number);
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
            switch (random.nextInt(5)) {
                case 0 -> fleet.observe(container, Container.State.Pending, false, Reasons.IMAGE_PULL_FAILED);
                case 1 -> fleet.observe(container, Container.State.Exited, false, Reasons.CRASH_LOOP);
                default -> fleet.observe(container, Container.State.Running, true, "Running");
            }
        }

        /** Applies a plan, or only its beginning. */
        private void pass() {
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
            switch (action) {
                case CreateContainer(var container) -> checkCreate(wanted, container);
                case DeleteContainer(var container, var why) -> checkDelete(wanted, container, why);
                default -> {}
            }
        }

        private void checkCreate(Application.Spec wanted, Container created) {
            boolean recreate = wanted.strategy().type() == Strategy.Type.Recreate;
            int surge = recreate ? 0 : surge(wanted);
            assertThat(fleet.containers().size())
                    .as("never more than replicas + maxSurge: %s", log)
                    .isLessThan(wanted.replicas() + surge);
            assertThat(fleet.names())
                    .as("a slot is taken once: %s", log)
                    .doesNotContain(created.metadata().name());
            if (recreate) {
                assertThat(fleet.containers())
                        .as("the old ones are gone first: %s", log)
                        .allMatch(c -> c.spec().release() == created.spec().release());
            }
        }

        private void checkDelete(Application.Spec wanted, Container deleted, String why) {
            if (wanted.strategy().type() == Strategy.Type.Recreate
                    || why.contains("host port")
                    || !available(deleted)) {
                return;
            }
            long left = fleet.containers().stream().filter(this::available).count() - 1;
            assertThat(left)
                    .as("never fewer available than replicas - maxUnavailable by our own doing: %s", log)
                    .isGreaterThanOrEqualTo(
                            wanted.replicas() - wanted.strategy().rolling().maxUnavailable());
        }

        private boolean available(Container container) {
            return Replicas.of(fleet.snapshot(), 0).available(container);
        }

        private static int surge(Application.Spec wanted) {
            var limits = wanted.strategy().rolling();
            return limits.maxSurge() == 0 && limits.maxUnavailable() == 0 ? 1 : limits.maxSurge();
        }

        private void assertConverged() {
            assertThat(fleet.containers())
                    .as("%s", log)
                    .hasSize(spec.replicas())
                    .allMatch(this::available);
            assertThat(fleet.containers())
                    .as("%s", log)
                    .allMatch(c -> c.spec().template().equals(spec.template()));
            assertThat(fleet.condition("Ready").status().name()).as("%s", log).isEqualTo("True");
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
