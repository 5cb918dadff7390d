package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a condition is to say. */
record Finding(Status status, String reason, String message) {
    static Finding yes(String reason, String message) {
        return new Finding(Status.True, reason, message);
    }

    static Finding no(String reason, String message) {
        return new Finding(Status.False, reason, message);
    }

    static Finding unknown(String reason, String message) {
        return new Finding(Status.Unknown, reason, message);
    }

    boolean isTrue() {
        return status == Status.True;
    }

    List<Condition> in(List<Condition> conditions, String type, @Nullable Long generation, Instant now) {
        return Conditions.set(conditions, type, status, reason, message, generation, now);
    }
}
