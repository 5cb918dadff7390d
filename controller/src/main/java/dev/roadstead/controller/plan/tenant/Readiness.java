package dev.roadstead.controller.plan.tenant;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The condition Ready.
 *
 * @param reason one word for programs
 * @param message sentences for people; the same for the same state
 */
public record Readiness(boolean ready, String reason, String message) {
    static final Readiness READY = new Readiness(true, "Ready", "all of it is in force");

    /** The first problem's reason and what all of them say; ready if there is none. */
    static Readiness of(List<Readiness> problems) {
        if (problems.isEmpty()) {
            return READY;
        }
        List<String> messages = new ArrayList<>();
        problems.forEach(problem -> messages.add(problem.message()));
        return new Readiness(false, problems.getFirst().reason(), String.join("; ", messages));
    }

    static Readiness problem(String reason, String message) {
        return new Readiness(false, reason, message);
    }

    List<Condition> in(List<Condition> old, long generation, Instant now) {
        return Conditions.set(old, "Ready", ready ? Status.True : Status.False, reason, message, generation, now);
    }
}
