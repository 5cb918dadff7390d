package dev.roadstead.cli.report;

import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Node;
import java.util.List;

/**
 * What an object's Ready condition says of its present spec.
 *
 * @param message why, in words
 */
public record Readiness(boolean ready, String message) {
    private static final Readiness UNSEEN = new Readiness(false, "not seen by the controllers yet");

    public static Readiness of(Application application) {
        Application.Status status = application.status();
        return status == null
                ? UNSEEN
                : of(status.conditions(), application.metadata().generation());
    }

    public static Readiness of(Node node) {
        Node.Status status = node.status();
        return status == null ? UNSEEN : of(status.conditions(), node.metadata().generation());
    }

    private static Readiness of(List<Condition> conditions, long generation) {
        return conditions.stream()
                .filter(condition -> condition.type().equals("Ready"))
                .filter(condition ->
                        condition.observedGeneration() == null || condition.observedGeneration() >= generation)
                .map(condition -> new Readiness(condition.status() == Condition.Status.True, condition.message()))
                .findFirst()
                .orElse(UNSEEN);
    }
}
