package dev.roadstead.conformance.fuzz;

import dev.roadstead.apiserver.fault.ApiException;
import java.time.Duration;

/** What reading one input may cost. The memory is that of the JVM, which is small. */
final class Bounds {
    /** Far above what the readers' limits allow: neither the first use of a class nor a busy machine is a finding. */
    private static final Duration TIME = Duration.ofSeconds(20);

    private Bounds() {}

    /** Runs a reader, which may refuse its input in the one way that clients get an answer from. */
    static void within(Runnable reader) {
        long start = System.nanoTime();
        try {
            reader.run();
        } catch (ApiException refused) {
            if (refused.getMessage() == null || refused.getMessage().isEmpty()) {
                throw new AssertionError("refused without a reason", refused);
            }
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        if (taken.compareTo(TIME) > 0) {
            throw new AssertionError("took " + taken);
        }
    }
}
