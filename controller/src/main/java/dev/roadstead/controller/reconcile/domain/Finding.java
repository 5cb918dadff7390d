package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /** The first of those that are False, or else warn, or else are Unknown, or else the first. */
    static Optional<Finding> worst(Collection<Finding> findings) {
        return findings.stream().min(Comparator.comparingInt(Finding::rank));
    }

    private int rank() {
        return switch (status) {
            case False -> 0;
            case True -> reason.equals("ExpiresSoon") ? 1 : 3;
            case Unknown -> 2;
        };
    }

    boolean isTrue() {
        return status == Status.True;
    }

    List<Condition> in(List<Condition> conditions, String type, @Nullable Long generation, Instant now) {
        return Conditions.set(conditions, type, status, reason, message, generation, now);
    }
}
