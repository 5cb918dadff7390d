package dev.roadstead.apiserver.fairness;

/**
 * What one node of the tree may have.
 *
 * @param seats in use at a time, at least 1
 * @param queue requests that wait at a time, at least 0
 */
public record Bound(int seats, int queue, Rate rate) {
    public Bound {
        if (seats < 1 || queue < 0) {
            throw new IllegalArgumentException(
                    "a bound must have at least 1 seat and a queue of at least 0, not " + seats + " and " + queue);
        }
    }
}
