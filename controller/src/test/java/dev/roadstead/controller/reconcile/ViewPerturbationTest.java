package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Effects.Killed;
import dev.roadstead.controller.fixture.World;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * I8: whatever the controllers see of the world, and when, the end is the same: caches that lag behind, go back in time
 * after a restart and skip what happened between; passes that come twice, late, in any order, or not at all for a while;
 * a process that dies now and then. {@code -Droadstead.torture.converge=N} makes N runs of each scenario.
 */
class ViewPerturbationTest {
    private static final int RUNS = Integer.getInteger("roadstead.torture.converge", 2);
    private static final int STEPS = 60;
    private static final int LONGEST_LAG = 12;

    @TestFactory
    Stream<DynamicTest> theEndIsTheSameWhateverIsSeenOnTheWay() {
        return Scenario.all().stream().flatMap(scenario -> {
            Map<String, String> end = scenario.end();
            return IntStream.range(0, RUNS)
                    .mapToObj(seed -> DynamicTest.dynamicTest(
                            scenario.name() + ", seed " + seed,
                            () -> assertThat(disturbed(scenario, seed).summary())
                                    .as("seed %d", seed)
                                    .isEqualTo(end)));
        });
    }

    private static World disturbed(Scenario scenario, int seed) {
        Random random = new Random(seed);
        World world = scenario.prepared();
        scenario.change().accept(world);
        for (int step = 0; step < STEPS; step++) {
            world.api().lag(random.nextBoolean() ? 0 : random.nextInt(LONGEST_LAG));
            switch (random.nextInt(12)) {
                case 0 -> world.restart();
                case 1 ->
                    world.effects().killAt(world.effects().done().size() + random.nextInt(3), random.nextBoolean());
                case 2 -> world.advance(Duration.ofMillis(random.nextInt(1500)));
                default -> pass(world, random);
            }
        }
        world.api().lag(0);
        world.restart();
        world.settle();
        return world;
    }

    private static void pass(World world, Random random) {
        try {
            world.randomPass(random);
        } catch (Killed e) {
            world.restart();
        }
    }
}
