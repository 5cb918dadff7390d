package dev.roadstead.controller.trigger;

import dev.roadstead.model.Node;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which Nodes a change concerns. */
public final class NodeTriggers {
    private NodeTriggers() {}

    public static Set<String> node(@Nullable Node before, @Nullable Node after) {
        return Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }
}
