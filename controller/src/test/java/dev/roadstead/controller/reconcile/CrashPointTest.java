package dev.roadstead.controller.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Effects.Killed;
import dev.roadstead.controller.fixture.World;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * I5: killed before or after any single effect, the controllers reach the same end as an undisturbed run, and no fewer
 * containers serve meanwhile than the strategy promises. The points are taken from the effects of the undisturbed run, so
 * a new effect is covered without anybody thinking of it.
 */
class CrashPointTest {
    @TestFactory
    Stream<DynamicTest> theEndIsTheSameFromEveryCrashPoint() {
        return Scenario.all().stream().flatMap(CrashPointTest::points);
    }

    private static Stream<DynamicTest> points(Scenario scenario) {
        World undisturbed = scenario.undisturbed();
        Map<String, String> end = undisturbed.summary();
        List<String> effects = undisturbed.effects().done();
        assertThat(effects).as(scenario.name()).isNotEmpty();
        assertThat(undisturbed.leastServing()).as(scenario.name()).isGreaterThanOrEqualTo(scenario.promised());
        return IntStream.range(0, effects.size())
                .boxed()
                .flatMap(effect -> Stream.of(true, false)
                        .map(before -> DynamicTest.dynamicTest(
                                "%s, killed %s effect %d, %s"
                                        .formatted(
                                                scenario.name(),
                                                before ? "before" : "after",
                                                effect,
                                                effects.get(effect)),
                                () -> assertThat(killedAt(scenario, effect, before)
                                                .summary())
                                        .isEqualTo(end))));
    }

    private static World killedAt(Scenario scenario, int effect, boolean beforeIt) {
        World world = scenario.prepared();
        world.effects().killAt(effect, beforeIt);
        scenario.change().accept(world);
        boolean killed = false;
        try {
            world.settle();
        } catch (Killed e) {
            killed = true;
        }
        assertThat(killed).as("the run reaches effect %d", effect).isTrue();
        assertThat(world.leastServing()).as("until it is killed").isGreaterThanOrEqualTo(scenario.promised());
        world.restart();
        world.settle();
        assertThat(world.leastServing()).as("after it was killed").isGreaterThanOrEqualTo(scenario.promised());
        return world;
    }
}
