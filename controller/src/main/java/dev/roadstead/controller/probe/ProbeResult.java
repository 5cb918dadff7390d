package dev.roadstead.controller.probe;

/**
 * What is known of a container's health.
 *
 * @param message of the last failed attempt; empty when there was none since the last success. Stable: no times, no counts
 */
public record ProbeResult(Status status, String message) {
    /** Where a container stands. */
    public enum Status {
        /** Never healthy yet, and not given up either. */
        STARTING,
        HEALTHY,
        UNHEALTHY
    }
}
