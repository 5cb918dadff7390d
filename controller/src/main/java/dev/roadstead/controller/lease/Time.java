package dev.roadstead.controller.lease;

import java.time.Duration;
import java.time.Instant;

/** The clocks of this machine. */
public interface Time {
    /** Does not go back, but may stand still while the machine is suspended. */
    long nanos();

    /** May be set. */
    Instant now();

    /** The real ones. */
    static Time system() {
        return new Time() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return Instant.now();
            }
        };
    }

    /** A moment by both clocks. */
    record Moment(long nanos, Instant wall) {
        static Moment of(Time time) {
            return new Moment(time.nanos(), time.now());
        }

        /** Whether less than this has passed by either clock; a clock that was set back is no excuse. */
        boolean isWithin(Duration limit, Time time) {
            Duration wallElapsed = Duration.between(wall, time.now());
            return time.nanos() - nanos < limit.toNanos() && wallElapsed.compareTo(limit) < 0;
        }
    }
}
