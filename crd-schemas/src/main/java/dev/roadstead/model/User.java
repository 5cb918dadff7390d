package dev.roadstead.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person who signs in, served by the API server itself; as far as controllers read it. */
public record User(ObjectMeta metadata, Spec spec, @Nullable Status status) implements Resource {

    /** What is wanted. */
    public record Spec(String email, boolean disabled) {}

    /** What is; {@code groups} are those that IdentityProviders named at the last sign-in. */
    public record Status(boolean mfa, boolean mfaRequired, List<Team.Group> groups, List<Condition> conditions) {}
}
