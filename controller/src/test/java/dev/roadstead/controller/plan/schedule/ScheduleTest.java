package dev.roadstead.controller.plan.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Schedule NIGHTLY = Schedule.of("0 3 * * *", "UTC", Duration.ZERO, "uid");

    @Test
    void aRunIsDueFromItsTimeUntilItWasMade() {
        Instant madeAt = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(NIGHTLY.due(madeAt, Instant.parse("2026-11-21T02:59:59Z"))).isEmpty();
        assertThat(NIGHTLY.due(madeAt, Instant.parse("2026-11-21T03:00:00Z")))
                .contains(Instant.parse("2026-11-21T03:00:00Z"));
        assertThat(NIGHTLY.due(Instant.parse("2026-11-21T03:00:00Z"), Instant.parse("2026-11-21T09:00:00Z")))
                .isEmpty();
    }

    @Test
    void ofSeveralMissedRunsTheLastIsMadeUpForAndNoOther() {
        Instant run = NIGHTLY.due(Instant.parse("2026-11-01T03:00:10Z"), Instant.parse("2026-11-21T12:00:00Z"))
                .orElseThrow();
        assertThat(run).isEqualTo("2026-11-21T03:00:00Z");
        assertThat(NIGHTLY.due(run, Instant.parse("2026-11-21T12:00:01Z"))).isEmpty();
    }

    @Test
    void anObjectHasItsOwnDelayWithinTheJitterAndKeepsIt() {
        Duration jitter = Duration.ofMinutes(10);
        Random random = new Random(1);
        Set<Duration> delays = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String uid = new UUID(random.nextLong(), random.nextLong()).toString();
            Duration delay = Schedule.of("0 3 * * *", "UTC", jitter, uid).delay();
            assertThat(delay)
                    .isBetween(Duration.ZERO, jitter)
                    .isEqualTo(Schedule.of("5 5 * * *", "UTC", jitter, uid).delay());
            delays.add(delay);
        }
        assertThat(delays).hasSizeGreaterThan(100);
    }

    @Test
    void theIntervalSpansTheWeekendOfARunOnWorkingDays() {
        Schedule working = Schedule.of("0 3 * * 1-5", "UTC", Duration.ofMinutes(5), "uid");
        assertThat(working.interval(Instant.parse("2026-11-21T12:00:00Z"))).isEqualTo(Duration.ofDays(3));
        assertThat(working.interval(Instant.parse("2026-11-19T12:00:00Z"))).isEqualTo(Duration.ofDays(1));
    }

    /** Whoever looks every now and then makes every run once, even if delays are longer than intervals. */
    @RepeatedTest(50)
    void eachRunIsMadeOnceWhenSomebodyLooksOften(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Schedule schedule = new Schedule(
                Cron.parse(random.nextInt(60) + " */" + (1 + random.nextInt(5)) + " * * *", "America/New_York"),
                Duration.ofSeconds(random.nextInt(20_000)));
        Instant now = Instant.parse("2026-10-30T00:00:00Z").plusSeconds(random.nextInt(80_000));
        Instant lastRun = now;
        int made = 0;
        int expected = 0;
        Instant end = now.plus(Duration.ofDays(4));
        for (Instant at = schedule.next(now); !at.isAfter(end); at = schedule.next(at)) {
            expected++;
        }
        while (now.isBefore(end)) {
            if (schedule.due(lastRun, now).isPresent()) {
                made++;
                lastRun = now;
            }
            now = now.plusSeconds(60);
        }
        assertThat(made).as("seed %d", repetition.getCurrentRepetition()).isBetween(expected - 1, expected);
    }
}
