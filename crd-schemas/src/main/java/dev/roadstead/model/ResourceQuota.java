package dev.roadstead.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Core v1 ResourceQuota: what the containers of a namespace may take together. */
public record ResourceQuota(
        ObjectMeta metadata, Spec spec, @Nullable Status status) implements Resource {
    /** Limits by the name of what they limit. */
    public record Spec(Map<String, Quantity> hard) {}

    /** The limits that are enforced, and what is taken of them. */
    public record Status(Map<String, Quantity> hard, Map<String, Quantity> used) {}
}
