package dev.roadstead.model;

import org.jspecify.annotations.Nullable;

/** Lets one person into an Organization, once; served by the API server itself, as far as controllers read it. */
public record Invitation(
        ObjectMeta metadata, Spec spec, @Nullable Status status) implements Resource {

    /** What is wanted. */
    public record Spec(String email, Organization.Role role) {}

    /** What is; {@code acceptedBy} is the name of a User, null before somebody took it. */
    public record Status(@Nullable String acceptedBy, boolean joined) {}
}
