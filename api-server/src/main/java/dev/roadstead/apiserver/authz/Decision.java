package dev.roadstead.apiserver.authz;

/** The outcome of {@link Authorizer#decide}. */
public sealed interface Decision {
    record Allowed() implements Decision {}

    /** The reason is a sentence in the words of Kubernetes, without the object's name. */
    record Denied(String reason) implements Decision {}
}
