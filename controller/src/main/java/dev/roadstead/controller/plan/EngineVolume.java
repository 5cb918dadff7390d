package dev.roadstead.controller.plan;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Docker volume as its engine describes it now.
 *
 * @param labels all of them; ownership is decided by {@link dev.roadstead.model.Labels#MANAGED_BY}
 * @param createdAt null when the engine does not say
 */
public record EngineVolume(
        String name,
        String driver,
        Map<String, String> options,
        Map<String, String> labels,
        @Nullable Instant createdAt) {}
