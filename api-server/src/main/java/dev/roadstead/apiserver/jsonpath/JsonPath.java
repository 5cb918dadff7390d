package dev.roadstead.apiserver.jsonpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled path: {@code .a.b}, {@code .a\.b}, {@code ['x']}, {@code [0]}, {@code [-1]}, {@code [*]},
 * {@code [?(@.type=="Ready")].status}. Alternatives may be joined with {@code |}, which plain JSONPath does not know; the
 * core kinds' columns need it. Immutable and thread-safe.
 */
public final class JsonPath {
    private final String text;
    private final List<List<Step>> alternatives;

    JsonPath(String text, List<List<Step>> alternatives) {
        this.text = text;
        this.alternatives = alternatives;
    }

    /**
     * Compiles a path.
     *
     * @throws IllegalArgumentException if it cannot be read; the message has the position and what was expected
     */
    public static JsonPath parse(String text) {
        return new JsonPath(text, new PathParser(text).parse());
    }

    /** Every node that some alternative reaches, in document order; explicit nulls are left out. */
    public List<JsonNode> all(JsonNode root) {
        List<JsonNode> found = new ArrayList<>();
        for (List<Step> steps : alternatives) {
            found.addAll(select(steps, root));
        }
        return found;
    }

    /** The nodes reached by the first alternative that reaches any. */
    public List<JsonNode> select(JsonNode root) {
        for (List<Step> steps : alternatives) {
            List<JsonNode> found = select(steps, root);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** The first of {@link #select}, or null if there is none. */
    public @Nullable JsonNode first(JsonNode root) {
        List<JsonNode> found = select(root);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Names of the root's fields that are looked at; null if that depends on the root, as with {@code .*}. */
    public @Nullable Set<String> rootFields() {
        Set<String> names = new LinkedHashSet<>();
        for (List<Step> steps : alternatives) {
            if (steps.isEmpty() || !(steps.getFirst() instanceof Step.Field field)) {
                return null;
            }
            names.add(field.name());
        }
        return names;
    }

    static List<JsonNode> select(List<Step> steps, JsonNode root) {
        List<JsonNode> nodes = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : nodes) {
                step.select(node, next);
            }
            nodes = next;
        }
        return nodes.stream().filter(node -> !node.isNull()).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
