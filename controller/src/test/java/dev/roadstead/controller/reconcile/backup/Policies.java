package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.BackupPolicy.Hook;
import dev.roadstead.model.BackupPolicy.Hooks;
import dev.roadstead.model.BackupPolicy.Retention;
import dev.roadstead.model.HealthCheck.Exec;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Every night at three, the last of which are kept. */
    static BackupPolicy nightly(int keepLast) {
        return scheduled("0 3 * * *", new Retention(keepLast, null, null, null, null));
    }

    static BackupPolicy scheduled(String cron, @Nullable Retention retention) {
        return new BackupPolicy("store", cron, "UTC", Duration.ZERO, Consistency.Hot, null, retention, null, null);
    }

    private static Hook hook(String command) {
        return new Hook(new Exec(List.of(command)), Duration.ofMinutes(10));
    }

    private static BackupPolicy policy(Consistency consistency, Hooks hooks) {
        return new BackupPolicy("store", null, "UTC", Duration.ZERO, consistency, hooks, null, null, null);
    }
}
