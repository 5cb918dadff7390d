package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * One change with the state before it.
 *
 * @param previous null when the object did not exist before
 */
record WindowEntry(
        Change.Type type, CachedObject object, @Nullable CachedObject previous) {
    /** What the entry keeps alive at most, in bytes. */
    long bytes() {
        long own = object.json().length;
        return previous == null ? own : own + previous.json().length;
    }
}
