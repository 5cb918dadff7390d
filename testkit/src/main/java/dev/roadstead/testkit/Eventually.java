package dev.roadstead.testkit;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Awaits what has to become true, instead of sleeping and hoping. */
public final class Eventually {
    private static final Duration USUALLY = Duration.ofSeconds(20);
    private static final Duration ASSERTED_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(300);

    private Eventually() {}

    /**
     * Reads a value until it is as wanted, and returns it. Exceptions of the supplier count as "not yet".
     *
     * @param what for the failure's message: "container x runs"
     * @throws AssertionError at the deadline, with the last value or exception seen
     */
    public static <T extends @Nullable Object> T await(
            String what, Duration within, Supplier<T> supplier, Predicate<? super T> wanted) {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            long asked = System.nanoTime();
            String seen;
            @Nullable RuntimeException failure = null;
            try {
                T value = supplier.get();
                if (wanted.test(value)) {
                    return value;
                }
                seen = String.valueOf(value);
            } catch (RuntimeException e) {
                seen = e.toString();
                failure = e;
            }
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError(
                        "expected within " + within.toMillis() + " ms: " + what + "; last seen: " + seen, failure);
            }
            pause(asked);
        }
    }

    /** Awaits a condition for at most 20 seconds. */
    public static void await(String what, Supplier<Boolean> condition) {
        await(what, USUALLY, condition);
    }

    /** Awaits a condition. */
    public static void await(String what, Duration within, Supplier<Boolean> condition) {
        await(what, within, condition, Boolean::booleanValue);
    }

    /** Asserts again until it holds, for at most ten seconds; then with the last assertion's own error. */
    public static void eventually(Runnable assertion) {
        long end = System.nanoTime() + ASSERTED_WITHIN.toNanos();
        while (true) {
            long asked = System.nanoTime();
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                pause(asked);
            }
        }
    }

    /** A question that starts a process leaves most of the processor to what it asks about. */
    private static void pause(long asked) {
        long twice = 2 * (System.nanoTime() - asked);
        try {
            Thread.sleep(Duration.ofNanos(Math.clamp(twice, PAUSE.toNanos(), LONGEST_PAUSE.toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
