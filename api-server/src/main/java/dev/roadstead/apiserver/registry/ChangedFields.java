package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The paths of the fields in which two states of an object differ, without their values. Pure. */
final class ChangedFields {
    /** Of metadata: follow from the change. */
    private static final Set<String> DERIVED = Set.of("managedFields", "resourceVersion", "generation");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

    private ChangedFields() {}

    /**
     * {@code spec.size}, {@code metadata.labels[app.kubernetes.io/name]}; a list that differs is one field, as is an object
     * that only one of the states has. In the order of the states.
     */
    static List<String> between(ObjectNode before, ObjectNode after) {
        List<String> paths = new ArrayList<>();
        collect(before, after, "", paths);
        return paths;
    }

    private static void collect(ObjectNode before, ObjectNode after, String at, List<String> paths) {
        for (Map.Entry<String, JsonNode> field : before.properties()) {
            compare(field.getKey(), field.getValue(), after.path(field.getKey()), at, paths);
        }
        for (Map.Entry<String, JsonNode> field : after.properties()) {
            if (!before.has(field.getKey())) {
                compare(field.getKey(), before.path(field.getKey()), field.getValue(), at, paths);
            }
        }
    }

    private static void compare(String name, JsonNode before, JsonNode after, String at, List<String> paths) {
        if (at.equals("metadata") && DERIVED.contains(name)) {
            return;
        }
        String path = PLAIN.matcher(name).matches() ? (at.isEmpty() ? name : at + "." + name) : at + "[" + name + "]";
        if (before instanceof ObjectNode one && after instanceof ObjectNode other) {
            collect(one, other, path, paths);
        } else if (!ObjectJson.sameValue(before, after)) {
            paths.add(path);
        }
    }
}
