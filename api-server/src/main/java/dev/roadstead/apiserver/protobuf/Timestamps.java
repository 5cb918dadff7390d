package dev.roadstead.apiserver.protobuf;

import static dev.roadstead.apiserver.protobuf.Message.optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.protobuf.Message.Scalar;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** Kubernetes' Time and MicroTime, as their JSON forms. */
final class Timestamps {
    private static final Message TIMESTAMP =
            Message.of(optional(1, "seconds", Scalar.INTEGER), optional(2, "nanos", Scalar.INTEGER));

    /** RFC 3339 has four digits for the year. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final DateTimeFormatter SECONDS =
            new DateTimeFormatterBuilder().appendInstant(0).toFormatter();
    private static final DateTimeFormatter MICROSECONDS =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private Timestamps() {}

    /** A Time, without fractions, which Kubernetes drops; null for Go's zero time, which is written as nothing. */
    static @Nullable String seconds(WireReader in) {
        return in.hasMore() ? SECONDS.format(instant(in)) : null;
    }

    /** A MicroTime; null as for {@link #seconds}. */
    static @Nullable String microseconds(WireReader in) {
        return in.hasMore() ? MICROSECONDS.format(instant(in)) : null;
    }

    private static Instant instant(WireReader in) {
        int start = in.offset();
        ObjectNode parts = MessageReader.read(in, TIMESTAMP);
        long seconds = parts.path("seconds").longValue();
        long nanos = parts.path("nanos").longValue();
        if (seconds < FIRST.getEpochSecond() || seconds > LAST.getEpochSecond()) {
            throw in.refuse(
                    start, "the time is " + seconds + " s after 1970, must lie between " + FIRST + " and " + LAST);
        }
        if (nanos < 0 || nanos > 999_999_999) {
            throw in.refuse(start, "the time's fraction is " + nanos + " ns, must be 0 to 999999999");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }
}
