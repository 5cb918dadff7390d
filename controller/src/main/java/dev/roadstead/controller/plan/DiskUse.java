package dev.roadstead.controller.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Docker's data takes up on a host, and what is left there.
 *
 * @param usedBytes by images, containers, volumes and the build cache
 * @param volumeBytes by name of the Docker volume, as far as the engine knows them
 * @param freeBytes where Docker's data lies; null if that is another machine
 * @param totalBytes of the file system where Docker's data lies; null if that is another machine
 */
public record DiskUse(
        long usedBytes,
        Map<String, Long> volumeBytes,
        @Nullable Long freeBytes,
        @Nullable Long totalBytes) {}
