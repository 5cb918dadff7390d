package dev.roadstead.controller.plan.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a container was found to have used.
 *
 * @param container its uid
 * @param startedAt when the run began that it is of
 * @param cpuNanos processor time since then
 * @param memoryBytes now
 * @param sentBytes since then, by its network interfaces; null when it has none of its own
 */
public record Sample(
        String container,
        Subject subject,
        Instant startedAt,
        Instant at,
        long cpuNanos,
        long memoryBytes,
        @Nullable Long sentBytes) {}
