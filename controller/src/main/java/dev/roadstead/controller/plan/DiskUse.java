package dev.roadstead.controller.plan;

import org.jspecify.annotations.Nullable;

/**
 * What Docker's data takes up on a host, and what is left there.
 *
 * @param usedBytes by images, containers, volumes and the build cache
 * @param freeBytes where Docker's data lies; null if that is another machine
 * @param totalBytes of the file system where Docker's data lies; null if that is another machine
 */
public record DiskUse(
        long usedBytes, @Nullable Long freeBytes, @Nullable Long totalBytes) {}
