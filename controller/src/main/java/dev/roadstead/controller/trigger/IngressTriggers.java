package dev.roadstead.controller.trigger;

import dev.roadstead.model.Node;
import org.jspecify.annotations.Nullable;

/** Which changes of nodes concern what is run in front of Domains. */
public final class IngressTriggers {
    private IngressTriggers() {}

    /** Whether requests came in at it, or do. */
    public static boolean node(@Nullable Node before, @Nullable Node after) {
        return Changes.beyondStatus(before, after) && (comesIn(before) || comesIn(after));
    }

    private static boolean comesIn(@Nullable Node node) {
        return node != null && node.spec().ingress().enabled();
    }
}
