package dev.roadstead.controller.reconcile.container;

import dev.roadstead.model.Container;
import dev.roadstead.model.LruMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the last passes wrote, until the cache has it: a pass that follows at once would decide on what was before, and be
 * refused. Bounded; thread-safe for passes over different Containers.
 */
final class Written {
    private static final int REMEMBERED = 1_000;

    /** A cache that is further behind than this is not waited for. */
    private static final int MAX_OVERTAKEN = 32;

    /**
     * What is known of a Container.
     *
     * @param overtaken versions that are older than what was written
     * @param written null if nothing was
     */
    private record Pass(Set<String> overtaken, @Nullable Container written) {}

    private final Map<String, Pass> byKey = new LruMap<>(REMEMBERED);

    /** A pass begins: returns what was written last, if what the cache has is older, and else what the cache has. */
    synchronized Container newest(Container cached) {
        String version = version(cached);
        Pass last = byKey.get(cached.key());
        if (last != null && last.written() != null && last.overtaken().contains(version)) {
            return last.written();
        }
        byKey.put(cached.key(), new Pass(Set.of(version), null));
        return cached;
    }

    /** The pass that is under way wrote {@code after} where {@code read} was. */
    synchronized void wrote(Container read, Container after) {
        byKey.computeIfPresent(read.key(), (_, pass) -> {
            Set<String> overtaken = new HashSet<>(pass.overtaken());
            overtaken.add(version(read));
            // A write that changes nothing makes no version.
            overtaken.remove(version(after));
            return overtaken.size() > MAX_OVERTAKEN ? null : new Pass(overtaken, after);
        });
    }

    /** What was written is not what is there. */
    synchronized void forget(Container container) {
        byKey.remove(container.key());
    }

    private static String version(Container container) {
        return container.metadata().uid() + "/" + container.metadata().resourceVersion();
    }
}
