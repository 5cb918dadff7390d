package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.RandomApps;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Strategy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random changes of an Application, sensible ones and ones that cannot work, one after the other, whether or not the last
 * one is through. After each good one the engines run what the spec says and nothing else. After each bad one the spec
 * before it brings everything back, and unless everything is recreated, what served goes on serving.
 * {@code -Droadstead.torture.converge=N} makes 5 N transitions instead of 240.
 */
class SpecTransitionsTest {
    private static final int RUNS = Integer.getInteger("roadstead.torture.converge", 48);
    private static final int TRANSITIONS = 5;

    @TestFactory
    Stream<DynamicTest> theEnginesFollowTheSpecAndRollbackRecovers() {
        return IntStream.range(0, RUNS)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new Run(seed).go()));
    }

    private static final class Run {
        private final Random random;
        private final RandomApps apps;
        private final World world = new World("a", "b");
        private final List<String> log = new ArrayList<>();
        private int images;

        Run(int seed) {
            this.random = new Random(seed);
            this.apps = new RandomApps(random, false);
            for (String node : List.of("a", "b")) {
                world.host(node).withoutImage("app:missing");
                world.host(node).crashing("app:crash");
            }
        }

        void go() {
            Apps good = reach();
            for (int i = 0; i < TRANSITIONS; i++) {
                if (random.nextBoolean()) {
                    good = reach();
                } else {
                    failAndRecover(good);
                }
            }
        }

        /** Some changes in a hurry, and then one that can work. */
        private Apps reach() {
            for (int i = random.nextInt(3); i > 0; i--) {
                apps.change();
                submit(apps.spec());
                IntStream.range(0, random.nextInt(30)).forEach(_ -> world.randomPass(random));
            }
            Apps good = apps.settle().image("app:good-" + images++);
            submit(good);
            world.settle();
            int target = Objects.requireNonNull(status().targetRelease());
            submit(good.promote(target, null));
            world.settle();
            assertRuns(good);
            return good;
        }

        private void failAndRecover(Apps good) {
            submit(bad(good));
            world.restart();
            world.settle();
            if (good.strategy().type() != Strategy.Type.Recreate) {
                int promised = good.replicas() - good.strategy().rolling().maxUnavailable();
                assertThat(world.leastServing()).as("%s", log).isGreaterThanOrEqualTo(Math.max(0, promised));
            }
            if (good.replicas() > 0) {
                assertThat(status().conditions())
                        .as("it says that something is wrong: %s", log)
                        .anyMatch(Run::complains);
            }
            submit(good);
            world.settle();
            assertRuns(good);
        }

        private Apps bad(Apps good) {
            return switch (random.nextInt(4)) {
                case 0 -> good.image("app:missing");
                case 1 -> good.image("app:crash");
                case 2 ->
                    good.image("app:nowhere")
                            .placement(new Placement("nowhere", Map.of(), List.of(), List.of(), Preference.Spread));
                default -> good.rollback(999);
            };
        }

        private static boolean complains(Condition condition) {
            return switch (condition.type()) {
                case "Degraded" -> condition.status() == Condition.Status.True;
                case "Rollback" -> condition.status() == Condition.Status.False;
                default -> false;
            };
        }

        private void assertRuns(Apps spec) {
            List<String> running = Stream.of("a", "b")
                    .flatMap(node -> world.host(node).running().values().stream())
                    .toList();
            assertThat(running)
                    .as("%s, %s", log, status())
                    .isEqualTo(
                            Collections.nCopies(spec.replicas(), spec.template().image()));
            assertThat(status().currentRelease()).as("%s", log).isEqualTo(status().targetRelease());
            assertThat(status().conditions())
                    .as("%s", log)
                    .anyMatch(c -> c.type().equals("Ready") && c.status() == Condition.Status.True);
        }

        private Application.Status status() {
            return Objects.requireNonNull(world.application().status(), "no status yet");
        }

        private void submit(Apps spec) {
            log.add(spec.toString());
            world.submit(spec);
        }
    }
}
