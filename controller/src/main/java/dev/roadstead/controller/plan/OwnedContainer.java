package dev.roadstead.controller.plan;

import java.util.Map;

/** A Docker container that carries this installation's id, as a list of an engine shows it. */
public record OwnedContainer(String id, String name, Map<String, String> labels) {
    String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
