package dev.roadstead.apiserver.watch;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One place in the history of a resource. A reader that stands on it has seen everything up to here. */
final class LogEntry {
    private final long revision;
    private final @Nullable WindowEntry change;
    private final @Nullable ObjectMap objects;
    private volatile @Nullable LogEntry next;
    private volatile boolean cut;

    /**
     * Where a history begins.
     *
     * @param objects null when they are not known at this place
     */
    LogEntry(long revision, @Nullable ObjectMap objects) {
        this(revision, null, objects);
    }

    LogEntry(WindowEntry change, @Nullable ObjectMap objects) {
        this(change.object().revision(), change, objects);
    }

    private LogEntry(long revision, @Nullable WindowEntry change, @Nullable ObjectMap objects) {
        this.revision = revision;
        this.change = change;
        this.objects = objects;
    }

    long revision() {
        return revision;
    }

    /** Null where the history began. */
    @Nullable
    WindowEntry change() {
        return change;
    }

    /** What existed after the change; null when it is not known. */
    @Nullable
    ObjectMap objects() {
        return objects;
    }

    /** As {@link #objects}, of the newest entry, which always knows them. */
    ObjectMap present() {
        return Objects.requireNonNull(objects, "the newest entry knows what exists");
    }

    /** Null at the end, and when what followed was dropped. */
    @Nullable
    LogEntry next() {
        return next;
    }

    /** Whether what followed was dropped: who stands here is too late. To be asked when {@link #next} is null. */
    boolean isCut() {
        return cut;
    }

    void append(LogEntry following) {
        next = following;
    }

    /** Lets go of what follows, so that a reader who stays here keeps nothing else alive. */
    void cut() {
        cut = true;
        next = null;
    }
}
