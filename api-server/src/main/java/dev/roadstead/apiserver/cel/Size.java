package dev.roadstead.apiserver.cel;

/**
 * How large a value can be, as CEL's {@code size()} counts: characters, items, entries. Scalars count as 1 where an
 * expression makes them. What gets larger than a long can tell stays at {@link Long#MAX_VALUE}.
 *
 * @param least at least 0
 * @param most at least {@code least}
 */
public record Size(long least, long most) {
    static final Size ZERO = exactly(0);
    static final Size ONE = exactly(1);
    static final Size UNKNOWN = upTo(Long.MAX_VALUE);

    static Size exactly(long size) {
        return new Size(size, size);
    }

    static Size upTo(long most) {
        return new Size(0, most);
    }

    Size plus(Size other) {
        return new Size(add(least, other.least), add(most, other.most));
    }

    /** Either of the two. */
    Size or(Size other) {
        return new Size(Math.min(least, other.least), Math.max(most, other.most));
    }

    /** The sum of two that are not negative. */
    public static long add(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** The product of two that are not negative. */
    public static long multiply(long a, long b) {
        return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }

    /** Rounded up. */
    static long scale(long size, double factor) {
        return (long) Math.ceil(size * factor);
    }
}
