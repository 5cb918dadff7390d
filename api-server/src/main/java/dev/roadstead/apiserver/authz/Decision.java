package dev.roadstead.apiserver.authz;

/** The outcome of {@link Authorizer#decide}. */
public sealed interface Decision {
    /** The reason names what allows it. */
    record Allowed(String reason) implements Decision {}

    /** The reason is a sentence in the words of Kubernetes, without the object's name. */
    record Denied(String reason) implements Decision {}
}
