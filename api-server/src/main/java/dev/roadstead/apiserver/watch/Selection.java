package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one watcher asked for, of the objects of one resource.
 *
 * @param namespace null for all
 */
record Selection(@Nullable String namespace, ObjectFilter filter) {
    boolean covers(ObjectKey key) {
        return namespace == null || key.namespace().equals(namespace);
    }

    boolean coversAnyOf(Set<String> namespaces) {
        return namespace == null || namespaces.contains(namespace);
    }

    /** Whether {@link #see} needs a state that is not known any more. */
    boolean cannotSee(WindowEntry change) {
        return change.isPreviousUnknown()
                && filter.readsContent()
                && covers(change.object().key());
    }

    /**
     * What the watcher sees of a change; null if nothing. An object that stops matching is deleted for this watcher, one
     * that starts matching is added, as Kubernetes watches do it.
     */
    @Nullable
    WatchEvent see(WindowEntry change) {
        CachedObject object = change.object();
        if (!covers(object.key())) {
            return null;
        }
        // A filter that does not read the content answers for the unknown state as it does for the present one.
        CachedObject previous = change.isPreviousUnknown() ? object : change.previous();
        boolean before = previous != null && filter.test(previous);
        boolean after = change.type() != Change.Type.DELETED && filter.test(object);
        if (before) {
            return new WatchEvent(after ? Change.Type.MODIFIED : Change.Type.DELETED, object);
        }
        return after ? new WatchEvent(Change.Type.ADDED, object) : null;
    }
}
