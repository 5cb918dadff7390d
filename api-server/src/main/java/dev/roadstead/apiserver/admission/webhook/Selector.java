package dev.roadstead.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A LabelSelector of meta/v1: all of its requirements must be met. */
record Selector(List<Requirement> requirements) {
    /** One label and what it must be. */
    record Requirement(String key, String operator, Set<String> values) {
        boolean matches(JsonNode labels) {
            boolean present = labels.has(key);
            boolean among = present && values.contains(labels.path(key).asText());
            return switch (operator) {
                case "In" -> among;
                case "NotIn" -> !among;
                case "Exists" -> present;
                default -> !present;
            };
        }
    }

    static Selector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(entry -> requirements.add(new Requirement(
                        entry.getKey(), "In", Set.of(entry.getValue().asText()))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            requirements.add(new Requirement(
                    expression.path("key").asText(),
                    expression.path("operator").asText(),
                    expression
                            .path("values")
                            .valueStream()
                            .map(JsonNode::asText)
                            .collect(Collectors.toSet())));
        }
        return new Selector(List.copyOf(requirements));
    }

    boolean matchesEverything() {
        return requirements.isEmpty();
    }

    boolean matches(JsonNode labels) {
        return requirements.stream().allMatch(requirement -> requirement.matches(labels));
    }
}
