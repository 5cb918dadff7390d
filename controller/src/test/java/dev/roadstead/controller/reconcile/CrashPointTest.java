package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.CrashPoints;
import dev.roadstead.controller.fixture.World;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** I5: whatever the point of the kill, no fewer containers serve meanwhile than the strategy promises. */
class CrashPointTest {
    @TestFactory
    Stream<DynamicTest> theEndIsTheSameFromEveryCrashPoint() {
        return Scenario.all().stream().flatMap(CrashPointTest::tests);
    }

    private static Stream<DynamicTest> tests(Scenario scenario) {
        return new CrashPoints<>(
                        scenario.name(),
                        scenario::prepared,
                        scenario.change(),
                        world -> {
                            world.settle();
                            requireServing(world, scenario);
                        },
                        world -> {
                            requireServing(world, scenario);
                            world.restart();
                        })
                .tests();
    }

    private static void requireServing(World world, Scenario scenario) {
        assertThat(world.leastServing()).as(scenario.name()).isGreaterThanOrEqualTo(scenario.promised());
    }
}
