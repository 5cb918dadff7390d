package dev.roadstead.controller.reconcile.container;

import dev.roadstead.model.Container;
import dev.roadstead.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the last passes wrote, until the cache has it: a pass that follows at once would decide on what was before, and be
 * refused. Bounded; thread-safe for passes over different Containers.
 */
final class Written {
    private static final int REMEMBERED = 1_000;

    /**
     * A pass over a Container.
     *
     * @param began version that the cache had when it began
     * @param written what it made of it; null if nothing
     */
    private record Pass(String began, @Nullable Container written) {}

    private final Map<String, Pass> byKey = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Pass> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** A pass begins: returns what the last one wrote, if the cache is where it was then, and else what the cache has. */
    synchronized Container newest(Container cached) {
        String version = version(cached.metadata());
        Pass last = byKey.get(cached.key());
        if (last != null && last.written() != null && last.began().equals(version)) {
            return last.written();
        }
        byKey.put(cached.key(), new Pass(version, null));
        return cached;
    }

    /** The pass that is under way wrote this. */
    synchronized void wrote(Container container) {
        byKey.computeIfPresent(container.key(), (_, pass) -> new Pass(pass.began(), container));
    }

    /** What was written is not what is there. */
    synchronized void forget(Container container) {
        byKey.remove(container.key());
    }

    private static String version(ObjectMeta metadata) {
        return metadata.uid() + "/" + metadata.resourceVersion();
    }
}
