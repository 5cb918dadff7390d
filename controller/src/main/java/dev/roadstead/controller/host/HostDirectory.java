package dev.roadstead.controller.host;

/** Finds the engine of a node. Thread-safe, never blocks. */
@FunctionalInterface
public interface HostDirectory {
    HostAccess access(String node);
}
