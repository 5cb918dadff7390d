package dev.roadstead.apiserver.store;

import org.jspecify.annotations.Nullable;

/**
 * What a write was decided by, besides the object itself: the objects of a resource, of one namespace or of all, as of a
 * revision. The write succeeds when none has been added since, nor, if that counts too, changed; that some have gone does
 * not matter. Commits are ordered, so whoever decides by what there is and writes on this condition is right about it,
 * whichever servers write at the same time.
 *
 * @param resource plural and group
 * @param namespace empty for all, and for kinds that have no namespaces
 * @param changesCount whether a changed object counts as well as a new one
 */
public record Basis(String resource, String namespace, long revision, boolean changesCount) {
    /** What holds only if both hold, of one resource; null if both are null. */
    public static @Nullable Basis both(@Nullable Basis one, @Nullable Basis other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return new Basis(
                one.resource(),
                one.namespace().equals(other.namespace()) ? one.namespace() : "",
                Math.min(one.revision(), other.revision()),
                one.changesCount() || other.changesCount());
    }

    /** Whether another write that was accepted after the revision takes the basis away. */
    public boolean isOvertakenBy(Write other) {
        boolean counts = switch (other) {
            case Write.Create _ -> true;
            case Write.Update _ -> changesCount;
            case Write.Delete _ -> false;
        };
        return counts
                && other.key().resource().equals(resource)
                && (namespace.isEmpty() || other.key().namespace().equals(namespace));
    }
}
