package dev.roadstead.controller.trigger;

import dev.roadstead.model.Release;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which Releases a change concerns. */
public final class ReleaseTriggers {
    private ReleaseTriggers() {}

    /** One whose image is still to be resolved. */
    public static Set<String> release(@Nullable Release before, @Nullable Release after) {
        if (after == null || (after.status() != null && after.status().image() != null)) {
            return Set.of();
        }
        return Set.of(after.metadata().key());
    }
}
