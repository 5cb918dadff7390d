package dev.roadstead.controller.plan.analysis;

import java.util.List;

/** Where the edges that Roadstead runs tell times of requests apart. The reference of {@code maxLatency} lists them. */
public final class LatencyBounds {
    /** In seconds, ascending, as Traefik's setting takes them. */
    public static final List<String> SECONDS = List.of(
            "0.005", "0.01", "0.025", "0.05", "0.1", "0.15", "0.2", "0.3", "0.4", "0.5", "0.75", "1", "1.5", "2", "3",
            "5", "7.5", "10", "15", "30", "60");

    private LatencyBounds() {}
}
