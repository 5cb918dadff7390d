package dev.roadstead.controller.plan;

/**
 * What an engine says of itself and its host.
 *
 * @param memoryBytes the host's memory
 */
public record EngineInfo(
        String id,
        String version,
        String apiVersion,
        String os,
        String arch,
        String storageDriver,
        String cgroupVersion,
        int cpus,
        long memoryBytes) {}
