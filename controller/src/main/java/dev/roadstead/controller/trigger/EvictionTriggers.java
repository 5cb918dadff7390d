package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.Evictions;
import dev.roadstead.model.Container;
import dev.roadstead.model.Node;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which Applications may have to move when a Node changes. */
public final class EvictionTriggers {
    private final Lister<Container> containers;

    /** Needs the index {@code node}. */
    public EvictionTriggers(Lister<Container> containers) {
        this.containers = containers;
    }

    /** Those with containers on a node that is drained, tainted, lost, found, or no longer declared. */
    public Set<String> node(@Nullable Node before, @Nullable Node after) {
        boolean same = before != null
                && after != null
                && before.spec().drain() == after.spec().drain()
                && before.spec().taints().equals(after.spec().taints())
                && before.spec().failure().equals(after.spec().failure())
                && Evictions.isLost(before) == Evictions.isLost(after);
        if (same) {
            return Set.of();
        }
        String node = Changes.either(before, after).metadata().name();
        return containers.byIndex("node", node).stream()
                .map(container -> container.metadata().namespace() + "/"
                        + container.spec().application())
                .collect(Collectors.toUnmodifiableSet());
    }
}
