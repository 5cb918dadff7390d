package dev.roadstead.controller.plan.route;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Domain;
import java.util.Objects;

/** Whether a Domain may be routed, as its status says: one server writes that and all read it, so all see the same. */
public enum Standing {
    GRANTED,
    REFUSED,
    /** Nothing is said yet of the Domain as it is now. */
    PENDING;

    /** That of a Domain. */
    public static Standing of(Domain domain) {
        Domain.Status status = domain.status();
        if (status == null
                || !Objects.equals(
                        status.observedGeneration(), domain.metadata().generation())) {
            return PENDING;
        }
        Condition accepted = Conditions.find(status.conditions(), "Accepted");
        Standing acceptance = accepted == null ? PENDING : of(accepted);
        Condition owned = Conditions.find(status.conditions(), "OwnershipVerified");
        return acceptance != GRANTED || owned == null ? acceptance : of(owned);
    }

    private static Standing of(Condition condition) {
        return switch (condition.status()) {
            case True -> GRANTED;
            case False -> REFUSED;
            case Unknown -> PENDING;
        };
    }
}
