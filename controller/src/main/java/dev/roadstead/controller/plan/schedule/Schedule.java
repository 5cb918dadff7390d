package dev.roadstead.controller.plan.schedule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * When runs of one object begin.
 *
 * @param delay by how much each begins later than {@code cron} says; whole seconds
 */
public record Schedule(Cron cron, Duration delay) {
    /**
     * A schedule with an object's own delay, the same at all times.
     *
     * @param jitter the most that it may be
     * @throws ScheduleException if there is no such schedule or time zone, or if it never comes
     */
    public static Schedule of(String cron, String timeZone, Duration jitter, String uid) {
        CRC32 hash = new CRC32();
        hash.update(uid.getBytes(StandardCharsets.UTF_8));
        return new Schedule(Cron.parse(cron, timeZone), Duration.ofSeconds(hash.getValue() % (jitter.toSeconds() + 1)));
    }

    /**
     * The newest run that should have begun by now and did not: of several that were missed, one is made up for.
     *
     * @param since when the last run began, or when the object was made if there was none
     */
    public Optional<Instant> due(Instant since, Instant now) {
        Instant last = last(now);
        return last.isAfter(since) ? Optional.of(last) : Optional.empty();
    }

    /** The first begin after this time. */
    public Instant next(Instant after) {
        return cron.next(after.minus(delay)).plus(delay);
    }

    /** The last begin that is not after this time. */
    public Instant last(Instant until) {
        return cron.last(until.minus(delay)).plus(delay);
    }

    /** The time between the last begin and the next; more than usual at a weekend if it runs on working days. */
    public Duration interval(Instant now) {
        return Duration.between(last(now), next(now));
    }
}
