package dev.roadstead.controller.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a running container has used.
 *
 * @param cpuNanos processor time since it was started
 * @param memoryBytes now, without what the kernel only caches
 * @param sentBytes by its network interfaces since it was started; null when it has none of its own
 */
public record ContainerUse(
        long cpuNanos, long memoryBytes, @Nullable Long sentBytes) {}
