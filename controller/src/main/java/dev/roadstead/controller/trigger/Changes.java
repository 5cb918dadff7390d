package dev.roadstead.controller.trigger;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceQuota;
import org.jspecify.annotations.Nullable;

/** What kind of change it is. */
final class Changes {
    private Changes() {}

    /** The one of the two that is there. */
    static <T> T either(@Nullable T before, @Nullable T after) {
        T present = after != null ? after : before;
        if (present == null) {
            throw new IllegalArgumentException("a change of nothing: neither before nor after is there");
        }
        return present;
    }

    /** Whether more than the status may have changed: status alone is written by those who would be woken by it. */
    static boolean beyondStatus(@Nullable Resource before, @Nullable Resource after) {
        if (before == null || after == null) {
            return true;
        }
        ObjectMeta old = before.metadata();
        ObjectMeta now = after.metadata();
        return old.generation() != now.generation()
                || old.deleting() != now.deleting()
                || !String.valueOf(old.uid()).equals(now.uid())
                || !old.finalizers().equals(now.finalizers())
                || !old.labels().equals(now.labels());
    }

    /** Whether a node has got a condition or lost it. */
    static boolean condition(@Nullable Node before, @Nullable Node after, String condition) {
        return is(before, condition) != is(after, condition);
    }

    private static boolean is(@Nullable Node node, String condition) {
        return node != null
                && node.status() != null
                && Conditions.isTrue(node.status().conditions(), condition);
    }

    /** As {@link #beyondStatus}, of a kind whose objects carry no generation, as in Kubernetes. */
    static boolean beyondStatus(@Nullable ResourceQuota before, @Nullable ResourceQuota after) {
        return before == null || after == null || !before.spec().equals(after.spec());
    }
}
