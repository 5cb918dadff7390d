package dev.roadstead.apiserver.store;

/**
 * What a write was decided by, besides the object itself: the objects of a resource in a namespace, as of a revision. The
 * write succeeds when none has been added since, nor, if that counts too, changed; that some have gone does not matter.
 * Commits are ordered, so whoever decides by a sum or a count and writes on this condition never writes too much,
 * whichever servers write at the same time.
 *
 * @param resource plural and group
 * @param changesCount whether a changed object counts as well as a new one
 */
public record Basis(String resource, String namespace, long revision, boolean changesCount) {
    /** Whether another write that was accepted after the revision takes the basis away. */
    public boolean isOvertakenBy(Write other) {
        boolean counts = switch (other) {
            case Write.Create _ -> true;
            case Write.Update _ -> changesCount;
            case Write.Delete _ -> false;
        };
        return counts
                && other.key().resource().equals(resource)
                && other.key().namespace().equals(namespace);
    }
}
