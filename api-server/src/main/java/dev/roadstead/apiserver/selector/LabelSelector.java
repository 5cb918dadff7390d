package dev.roadstead.apiserver.selector;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.fault.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The {@code labelSelector} query parameter. Immutable and thread-safe. */
public final class LabelSelector {
    private final List<Requirement> requirements;

    private LabelSelector(List<Requirement> requirements) {
        this.requirements = requirements;
    }

    /**
     * Reads the query parameter.
     *
     * @param text {@code app=web,tier in (a, b),!legacy}; null or blank selects everything
     * @throws ApiException BadRequest that names the position of the error
     */
    public static LabelSelector parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return new LabelSelector(List.of());
        }
        return new LabelSelector(new LabelSelectorParser(text).parse());
    }

    /**
     * Reads a LabelSelector of meta/v1: {@code matchLabels} and {@code matchExpressions}. One without any of them selects
     * everything; an expression whose operator is unknown selects nothing.
     */
    public static LabelSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label -> requirements.add(
                        new In(label.getKey(), Set.of(label.getValue().asText()))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            String key = expression.path("key").asText();
            Set<String> values = expression
                    .path("values")
                    .valueStream()
                    .map(JsonNode::asText)
                    .collect(Collectors.toSet());
            requirements.add(
                    switch (expression.path("operator").asText()) {
                        case "In" -> new In(key, values);
                        case "NotIn" -> new NotIn(key, values);
                        case "Exists" -> new Exists(key);
                        case "DoesNotExist" -> new Absent(key);
                        default -> new In(key, Set.of());
                    });
        }
        return new LabelSelector(List.copyOf(requirements));
    }

    /** Whether every object is selected. */
    public boolean isEmpty() {
        return requirements.isEmpty();
    }

    /** Whether an object with these labels is selected. */
    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.holds(labels)) {
                return false;
            }
        }
        return true;
    }

    /** One of the requirements that must all hold. */
    sealed interface Requirement {
        boolean holds(Map<String, String> labels);
    }

    record In(String key, Set<String> values) implements Requirement {
        @Override
        public boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return value != null && values.contains(value);
        }
    }

    /** Holds as well where the label is absent, as in Kubernetes. */
    record NotIn(String key, Set<String> values) implements Requirement {
        @Override
        public boolean holds(Map<String, String> labels) {
            String value = labels.get(key);
            return value == null || !values.contains(value);
        }
    }

    record Exists(String key) implements Requirement {
        @Override
        public boolean holds(Map<String, String> labels) {
            return labels.containsKey(key);
        }
    }

    /** Holds where the label is a whole number above this one. */
    record Greater(String key, long bound) implements Requirement {
        @Override
        public boolean holds(Map<String, String> labels) {
            OptionalLong number = number(labels.get(key));
            return number.isPresent() && number.getAsLong() > bound;
        }
    }

    /** Holds where the label is a whole number below this one. */
    record Less(String key, long bound) implements Requirement {
        @Override
        public boolean holds(Map<String, String> labels) {
            OptionalLong number = number(labels.get(key));
            return number.isPresent() && number.getAsLong() < bound;
        }
    }

    private static OptionalLong number(@Nullable String value) {
        try {
            return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    record Absent(String key) implements Requirement {
        @Override
        public boolean holds(Map<String, String> labels) {
            return !labels.containsKey(key);
        }
    }
}
