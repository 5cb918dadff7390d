package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * One change with the state before it.
 *
 * @param previous null when the object did not exist before, or when its state was no longer in the change log from
 *     which this server started
 */
record WindowEntry(
        Change.Type type, CachedObject object, @Nullable CachedObject previous) {
    /** A tree path, a list node and two small objects for each change. */
    private static final long OVERHEAD = 1024;

    /** What the entry keeps alive at most, in bytes. */
    long bytes() {
        long own = OVERHEAD + object.json().length;
        return previous == null ? own : own + previous.json().length;
    }

    /** By how much the present objects grow with it, in bytes; negative when they shrink. */
    long growth() {
        long after = type == Change.Type.DELETED ? 0 : object.heldBytes();
        return previous == null ? after : after - previous.heldBytes();
    }

    /** Whether an object existed before of which the state is not known. */
    boolean isPreviousUnknown() {
        return previous == null && type != Change.Type.ADDED;
    }
}
