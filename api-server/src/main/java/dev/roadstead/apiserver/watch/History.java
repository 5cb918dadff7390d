package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The logs of all resources since one load. They share one bound: when there are too many changes or bytes, the oldest
 * change goes, of whichever resource it is. One thread writes, any thread reads.
 */
final class History {
    private final WatchCacheConfig config;

    /** Every change after it is in a log, or was dropped from one. */
    private final long start;

    private final Map<String, ResourceLog> logs = new ConcurrentHashMap<>();

    /** The log of each kept change, oldest change first. */
    private final ArrayDeque<ResourceLog> kept = new ArrayDeque<>();

    private long keptBytes;
    private volatile long heldBytes;
    private volatile @Nullable RuntimeException ended;

    /**
     * @param loaded what exists now; its lists are sorted
     * @param recent what led to it; it can be replayed
     */
    History(WatchCacheConfig config, LoadedObjects loaded, RecentChanges recent) {
        this.config = config;
        this.start = recent.start();
        loaded.objects().forEach((resource, objects) -> {
            objects.sort(Comparator.comparing(CachedObject::key));
            logs.put(resource, new ResourceLog(start, ObjectMap.ofSorted(objects)));
        });
        this.heldBytes = loaded.heldBytes();
        precede(recent.changes());
    }

    /** Puts changes of the time before in front of the logs; what existed in between is not known. */
    private void precede(List<Change> recent) {
        Map<String, Long> last = new HashMap<>();
        recent.forEach(change -> last.put(change.object().key().resource(), change.revision()));
        Map<String, ObjectMap> present = new HashMap<>();
        Map<ObjectKey, CachedObject> states = new HashMap<>();
        for (Change change : recent) {
            ObjectKey key = change.object().key();
            ResourceLog log = log(key.resource());
            ObjectMap objects = present.get(key.resource());
            if (objects == null) {
                objects = log.newest().present();
                present.put(key.resource(), objects);
                log.startAt(new LogEntry(start, null));
            }
            CachedObject now = objects.get(key);
            CachedObject object =
                    now != null && now.revision() == change.revision() ? now : CachedObject.of(change.object());
            CachedObject previous = states.put(key, object);
            WindowEntry entry =
                    new WindowEntry(change.type(), object, change.type() == Change.Type.ADDED ? null : previous);
            boolean isLast = Objects.equals(change.revision(), last.get(key.resource()));
            log.append(new LogEntry(entry, isLast ? objects : null));
            keep(log, entry);
            drop();
        }
    }

    /** Of a resource that has no objects too. */
    ResourceLog log(String resource) {
        return logs.computeIfAbsent(resource, ignored -> new ResourceLog(start, ObjectMap.EMPTY));
    }

    /** What one call of {@link #append} added to a log. */
    record Appended(LogEntry before, Set<String> namespaces) {}

    /** Adds changes that follow the last; tells what is to be announced once they are published. */
    Map<ResourceLog, Appended> append(List<Change> changes) {
        Map<ResourceLog, Appended> appended = new LinkedHashMap<>();
        long held = heldBytes;
        for (Change change : changes) {
            CachedObject object = CachedObject.of(change.object());
            ResourceLog log = log(object.key().resource());
            LogEntry before = log.newest();
            appended.computeIfAbsent(log, ignored -> new Appended(before, new TreeSet<>()))
                    .namespaces()
                    .add(object.key().namespace());
            ObjectMap present = log.newest().present();
            WindowEntry entry = new WindowEntry(
                    change.type(), object, change.type() == Change.Type.ADDED ? null : present.get(object.key()));
            boolean deleted = change.type() == Change.Type.DELETED;
            log.append(new LogEntry(entry, deleted ? present.without(object.key()) : present.with(object)));
            held += entry.growth();
            keep(log, entry);
            drop();
        }
        heldBytes = held;
        return appended;
    }

    /** What all present objects take of the heap; those of the past alone are bounded by the window. */
    long heldBytes() {
        return heldBytes;
    }

    /** Ends every subscription, also those that begin later. */
    void end(RuntimeException reason) {
        ended = reason;
        logs.values().forEach(log -> log.end(reason));
    }

    /** Why no subscription can begin any more; null while it can. */
    @Nullable
    RuntimeException ended() {
        return ended;
    }

    private void keep(ResourceLog log, WindowEntry change) {
        kept.addLast(log);
        keptBytes += change.bytes();
    }

    private void drop() {
        while (kept.size() > 1 && (kept.size() > config.windowEvents() || keptBytes > config.windowBytes())) {
            keptBytes -= kept.removeFirst().dropOldest().bytes();
        }
    }
}
