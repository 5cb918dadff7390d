package dev.roadstead.model;

import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Pattern;
import dev.roadstead.crd.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One observation of an object's state, as in Kubernetes' meta/v1 Condition. */
@Doc("One observation of the object's state.")
public record Condition(
        @Doc("What is observed, in CamelCase.") @Size(min = 1, max = 316)
        String type,

        @Doc("Whether it is so.") Status status,

        @Doc("The metadata.generation that this was observed for.") @Nullable
        Long observedGeneration,

        @Doc("When status last changed.") Instant lastTransitionTime,

        @Doc("Why, in one CamelCase word for programs.") @Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")
        String reason,

        @Doc("Why, in a sentence for people.") @Size(max = 32768)
        String message) {

    /** The three answers of Kubernetes' conditions. */
    public enum Status {
        True,
        False,
        Unknown
    }

    /** Equal but for the time: writing one over the other would change nothing that anybody reads. */
    public boolean sameAs(Condition other) {
        return type.equals(other.type)
                && status == other.status
                && reason.equals(other.reason)
                && message.equals(other.message)
                && java.util.Objects.equals(observedGeneration, other.observedGeneration);
    }
}
