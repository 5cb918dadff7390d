package dev.roadstead.apiserver.fault;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limit that a request ran into, as the headers {@code RateLimit-Policy} and {@code RateLimit} tell it
 * (draft-ietf-httpapi-ratelimit-headers).
 *
 * @param policy its name: lower-case letters and dashes
 * @param quota how much is allowed: in the window, or at a time when there is none
 * @param window in which the whole quota can be used once; null for a limit of what is under way at a time
 */
public record RateLimit(String policy, long quota, @Nullable Duration window) {
    /** {@code "user-rate";q=240000;w=2}, the value of RateLimit-Policy. */
    public String policyHeader() {
        return "\"" + policy + "\";q=" + quota
                + (window == null ? ";qu=\"concurrent-requests\"" : ";w=" + seconds(window));
    }

    /**
     * {@code "user-rate";r=0;t=1}, the value of RateLimit: nothing is left.
     *
     * @param reset when it is worth to try again
     */
    public String limitHeader(Duration reset) {
        return "\"" + policy + "\";r=0;t=" + seconds(reset);
    }

    /** Rounded up: who comes back earlier is refused again. */
    private static long seconds(Duration duration) {
        return Math.max(1, (duration.toMillis() + 999) / 1000);
    }
}
