package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and replaces conditions in the list of an object's status. */
public final class Conditions {
    private Conditions() {}

    /**
     * The list with the condition of this type replaced in its place, or added at the end. Its time of transition stays
     * what it was unless its status changed; times have whole seconds, as the API stores them.
     *
     * @param observedGeneration null if the condition was observed for no generation in particular
     * @param now time of the transition, if it is one
     */
    public static List<Condition> set(
            List<Condition> old,
            String type,
            Condition.Status status,
            String reason,
            String message,
            @Nullable Long observedGeneration,
            Instant now) {
        Condition before = find(old, type);
        Instant since = before != null && before.status() == status
                ? before.lastTransitionTime()
                : now.truncatedTo(ChronoUnit.SECONDS);
        Condition after = new Condition(type, status, observedGeneration, since, reason, message);
        List<Condition> result = new ArrayList<>(old);
        if (before == null) {
            result.add(after);
        } else {
            result.set(result.indexOf(before), after);
        }
        return List.copyOf(result);
    }

    /** The condition of this type, or null if there is none. */
    public static @Nullable Condition find(List<Condition> conditions, String type) {
        for (Condition condition : conditions) {
            if (condition.type().equals(type)) {
                return condition;
            }
        }
        return null;
    }

    /** Whether there is a condition of this type with status True. */
    public static boolean isTrue(List<Condition> conditions, String type) {
        Condition condition = find(conditions, type);
        return condition != null && condition.status() == Condition.Status.True;
    }
}
