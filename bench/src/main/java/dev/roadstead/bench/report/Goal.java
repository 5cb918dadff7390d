package dev.roadstead.bench.report;

import java.util.List;

/**
 * A target: what the median of a figure must not fall below, or not exceed.
 *
 * @param figure its name
 */
public record Goal(String figure, boolean atLeast, double bound) {
    /** Of the last bullet, word by word; the figures' names are those of the scenarios. */
    public static final List<Goal> ALL = List.of(
            new Goal("creates, 64 clients: Roadstead / etcd", true, 0.8),
            new Goal("creates, 64 clients: Roadstead / PostgreSQL in batches of 64", true, 0.8),
            new Goal("get, 64 clients: Roadstead / bare Vert.x", true, 0.6),
            new Goal("list of 10,000", true, 250),
            new Goal("list of 10,000: delay of gets, p99", false, 20),
            new Goal("event at 10 watchers, p50", false, 2),
            new Goal("event at 10 watchers, p99", false, 10),
            new Goal("event at 1,000 watchers, p99", false, 100),
            new Goal("resident beyond 2 x the bytes of 100,000 objects", false, 150),
            new Goal("start, existing database", false, 1500));

    /** Of issue 4: a fleet of simulated engines. */
    public static final List<Goal> OF_FLEET = List.of(
            new Goal("containers converged", true, 2000),
            new Goal("CPU of the server per container", false, 15),
            new Goal("heap per container", false, 6));

    /** Of issue 4: containers on one real engine. */
    public static final List<Goal> OF_CONVERGE = List.of(
            new Goal("up: Roadstead / raw", false, 1.05),
            new Goal("up: Swarm / Roadstead", true, 1.5),
            new Goal("up: Compose / Roadstead", true, 1.5),
            new Goal("rolling update: Roadstead / raw", false, 1.05),
            new Goal("scale down and delete: Roadstead / raw", false, 1.05),
            new Goal("Roadstead: repair beyond the engine's start", false, 50),
            new Goal("Roadstead, CPU per container that came up", false, 15),
            new Goal("Roadstead, idle, share of a processor", false, 1),
            new Goal("Roadstead, resident memory", false, 300));

    /** Of issue 5: backups beside a plain pipe and restic. */
    public static final List<Goal> OF_BACKUP = List.of(
            new Goal("first: Roadstead / plain pipe", true, 0.8),
            new Goal("first: Roadstead / restic", true, 1),
            new Goal("second, stored: Roadstead / restic", false, 1.3),
            new Goal("first, memory: Roadstead", false, 256));

    public boolean isMetBy(double value) {
        return atLeast ? value >= bound : value <= bound;
    }
}
