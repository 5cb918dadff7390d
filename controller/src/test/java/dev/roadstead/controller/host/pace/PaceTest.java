package dev.roadstead.controller.host.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.host.pace.Pace.Work;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Against engines whose calls take as long as their processors allow. */
class PaceTest {
    /** As measured on two processors: 480 ms alone, and never more than 3.8 calls a second. */
    private static final double ALONE = 0.48;

    private static final double PER_SECOND_OF_TWO = 3.8;

    @RepeatedTest(20)
    void onTwoProcessorsItStaysWhereMoreAtOnceIsNoGain(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Pace pace = Pace.unknown();
        for (int i = 0; i < 400; i++) {
            pace = call(pace, PER_SECOND_OF_TWO, random);
            if (i > 60) {
                assertThat(pace.width()).as("after " + i).isBetween(4.0, 10.0);
            }
        }
    }

    @RepeatedTest(20)
    void onManyProcessorsItGoesUpToTheirNumber(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Pace pace = Pace.unknown();
        for (int i = 0; i < 400; i++) {
            pace = call(pace, 32, random);
        }
        assertThat(pace.width()).isGreaterThan(14.0);
    }

    @Test
    void anEngineThatGetsSlowGetsFewerCalls() {
        Random random = new Random(1);
        Pace pace = Pace.unknown();
        for (int i = 0; i < 95; i++) {
            pace = call(pace, 32, random);
        }
        double before = pace.width();
        for (int i = 0; i < 95; i++) {
            pace = call(pace, 2, random);
        }
        assertThat(pace.width()).isLessThan(before / 2);
    }

    @Test
    void itMeasuresAloneFirstAndNowAndThen() {
        Random random = new Random(1);
        Pace pace = Pace.unknown();
        int alone = 0;
        for (int i = 0; i < 1000; i++) {
            alone += pace.limit() == 1 ? 1 : 0;
            pace = call(pace, 32, random);
        }
        assertThat(alone).isBetween(5, 20);
    }

    @Test
    void withoutACrowdItDoesNotGrow() {
        Pace pace = Pace.unknown();
        for (int i = 0; i < 80; i++) {
            pace = pace.after(Work.START, 1_000_000, false, false);
        }
        assertThat(pace.width()).isEqualTo(Pace.unknown().width());
    }

    private static Pace call(Pace pace, double mostPerSecond, Random random) {
        int together = pace.limit();
        double seconds = Math.max(ALONE, together / mostPerSecond) * (0.8 + 0.4 * random.nextDouble());
        Work work = random.nextBoolean() ? Work.START : Work.CREATE;
        // A create is a twentieth of a start.
        long nanos = (long) (seconds * 1e9 * (work == Work.START ? 1 : 0.05));
        return pace.after(work, nanos, together == 1, true);
    }
}
