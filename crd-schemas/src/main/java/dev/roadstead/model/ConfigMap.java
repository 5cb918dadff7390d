package dev.roadstead.model;

import java.util.Map;

/** Core v1 ConfigMap, as far as controllers read it. */
public record ConfigMap(ObjectMeta metadata, Map<String, String> data) implements Resource {}
