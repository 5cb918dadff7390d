package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.controller.plan.ObservedContainer.State;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Docker container that carries this installation's id, as a list of an engine shows it.
 *
 * @param health outcome of the engine's own health check; null when it has none
 */
public record OwnedContainer(
        String id,
        String name,
        Map<String, String> labels,
        State state,
        @Nullable EngineHealth health) {
    String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
