package dev.roadstead.apiserver.authz;

import org.jspecify.annotations.Nullable;

/** The outcome of {@link Authorizer#decide}. */
public sealed interface Decision {
    /** The reason names what allows it. */
    record Allowed(String reason) implements Decision {}

    /**
     * The request is not allowed.
     *
     * @param reason a sentence in the words of Kubernetes, without the object's name
     * @param unseen what the one who asked is to be told not to exist, instead of the reason; null when there is no such
     */
    record Denied(String reason, @Nullable Unseen unseen) implements Decision {
        /** Denied, and the reason may be told. */
        public Denied(String reason) {
            this(reason, null);
        }
    }
}
