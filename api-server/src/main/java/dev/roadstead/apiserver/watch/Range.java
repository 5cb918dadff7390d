package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the objects of one resource, in the order of namespace and name.
 *
 * @param namespace null for all
 * @param after the last key of the page before; null to begin with the first
 * @param limit how many objects at most; 0 for no limit
 */
public record Range(@Nullable String namespace, @Nullable ObjectKey after, int limit) {
    /** All of a namespace; of every one if it is null. */
    public static Range of(@Nullable String namespace) {
        return new Range(namespace, null, 0);
    }

    /** The least key that belongs to the range; null: there is no bound. */
    @Nullable
    ObjectKey from(String resource) {
        if (after != null) {
            // No name sorts between one and the same with a NUL behind it; the same holds for namespaces.
            return new ObjectKey(resource, after.namespace(), after.name() + '\0');
        }
        return namespace == null ? null : new ObjectKey(resource, namespace, "");
    }

    /** The least key behind the range; null: there is no bound. */
    @Nullable
    ObjectKey to(String resource) {
        return namespace == null ? null : new ObjectKey(resource, namespace + '\0', "");
    }
}
