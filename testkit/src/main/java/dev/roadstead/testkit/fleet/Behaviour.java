package dev.roadstead.testkit.fleet;

import java.time.Duration;

/**
 * How long a simulated engine takes.
 *
 * @param create for making a container
 * @param start for starting one
 * @param stop for stopping or removing one
 */
public record Behaviour(Duration create, Duration start, Duration stop) {
    public static final Behaviour INSTANT = new Behaviour(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
