package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one watcher asked for.
 *
 * @param namespace null for all
 * @param filter fast, free of effects
 */
record Selection(String resource, @Nullable String namespace, Predicate<CachedObject> filter) {
    boolean covers(ObjectKey key) {
        return key.resource().equals(resource)
                && (namespace == null || key.namespace().equals(namespace));
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
        boolean before = change.previous() != null && filter.test(change.previous());
        boolean after = change.type() != Change.Type.DELETED && filter.test(object);
        if (before) {
            return new WatchEvent(after ? Change.Type.MODIFIED : Change.Type.DELETED, object);
        }
        return after ? new WatchEvent(Change.Type.ADDED, object) : null;
    }
}
