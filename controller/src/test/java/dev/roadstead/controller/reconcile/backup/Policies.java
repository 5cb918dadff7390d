package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.BackupPolicy.Hook;
import dev.roadstead.model.BackupPolicy.Hooks;
import dev.roadstead.model.ContainerTemplate.HealthCheck.Exec;
import java.time.Duration;
import java.util.List;

/** Backup policies. */
final class Policies {
    private Policies() {}

    static BackupPolicy of(Consistency consistency) {
        return policy(consistency, new Hooks(null, null));
    }

    /** With hooks {@code dump} and {@code tidy}. */
    static BackupPolicy withHooks(Consistency consistency) {
        return policy(consistency, new Hooks(hook("dump"), hook("tidy")));
    }

    private static Hook hook(String command) {
        return new Hook(new Exec(List.of(command)), Duration.ofMinutes(10));
    }

    private static BackupPolicy policy(Consistency consistency, Hooks hooks) {
        return new BackupPolicy("store", null, "UTC", Duration.ZERO, consistency, hooks, null, null, null);
    }
}
