package dev.roadstead.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go's time.ParseDuration reads them, without a sign: {@code 30s}, {@code 1h30m}, {@code 1.5s}.
 *
 * @see <a href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a>
 */
public final class GoDuration {
    /** Bounded, so that a sum is below 46 years: it fits engines' seconds and nanoseconds, and no text is too long. */
    private static final String PARTS = "([0-9]{1,5}(\\.[0-9]{1,9})?h|[0-9]{1,6}(\\.[0-9]{1,9})?m"
            + "|[0-9]{1,8}(\\.[0-9]{1,9})?s|[0-9]{1,9}(\\.[0-9]{1,9})?ms){1,4}";

    /** A duration as part of a greater pattern. */
    public static final String BARE = "(0|" + PARTS + ")";

    public static final String SYNTAX = "^" + BARE + "$";

    /** As {@link #SYNTAX}, but more than nothing. */
    public static final String POSITIVE = "^(?=.*[1-9])" + PARTS + "$";

    private static final Pattern WHOLE = Pattern.compile(SYNTAX);
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(h|ms|m|s)");
    private static final Map<String, BigDecimal> MILLIS = Map.of(
            "h", BigDecimal.valueOf(3_600_000),
            "m", BigDecimal.valueOf(60_000),
            "s", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.ONE);

    private GoDuration() {}

    /**
     * Precise to the millisecond.
     *
     * @throws IllegalArgumentException if the text is no duration
     */
    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a duration: \"" + text + "\"; expected one like 30s, 5m or 1h30m");
        }
        BigDecimal millis = BigDecimal.ZERO;
        Matcher parts = PART.matcher(text);
        while (parts.find()) {
            millis = millis.add(new BigDecimal(parts.group(1)).multiply(MILLIS.get(parts.group(2))));
        }
        return Duration.ofMillis(millis.longValue());
    }

    /** The shortest text that {@link #parse} reads as the same duration. */
    public static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toHours(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}
