package dev.roadstead.cli.plan;

import dev.roadstead.controller.plan.Forecast;
import org.jspecify.annotations.Nullable;

/**
 * What applying one manifest would do.
 *
 * @param change created, configured or unchanged
 * @param labelsOf for a Domain: the Application whose containers carry labels for it; else null
 * @param forecast for Applications, and for Domains with such labels; null for others
 */
public record Planned(
        String kind,
        @Nullable String namespace,
        String name,
        Change change,
        @Nullable String labelsOf,
        @Nullable Forecast forecast) {
    /** What becomes of the object. */
    public enum Change {
        created,
        configured,
        unchanged
    }

    /** Whether anything would be different afterwards. */
    public boolean changes() {
        return change != Change.unchanged || (forecast != null && forecast.changesAnything());
    }
}
