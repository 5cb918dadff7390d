package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.controller.plan.backup.HookCall;

/** Runs hooks in containers. Thread-safe. */
@FunctionalInterface
public interface HookRunner {
    /**
     * Returns when the command has ended with 0.
     *
     * @throws dev.roadstead.controller.host.HostException if it failed or took too long, or if the node's engine cannot be
     *     asked
     */
    void run(String node, HookCall hook);
}
