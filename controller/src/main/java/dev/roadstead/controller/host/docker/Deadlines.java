package dev.roadstead.controller.host.docker;

import java.time.Duration;

/**
 * How long an engine may take.
 *
 * @param connect to accept a connection
 * @param call to answer anything that is not listed here
 * @param pull to fetch an image
 * @param stopMargin beyond the grace period, to stop a container
 * @param ping how often the event stream's engine is asked whether it is alive, and how long it may take to answer
 * @param stream to take or give the next bytes of a volume; the whole of it may take any time
 */
public record Deadlines(
        Duration connect, Duration call, Duration pull, Duration stopMargin, Duration ping, Duration stream) {
    public static final Deadlines DEFAULT = new Deadlines(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1));
}
