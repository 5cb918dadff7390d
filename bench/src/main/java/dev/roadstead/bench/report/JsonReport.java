package dev.roadstead.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The figures for programs. */
public final class JsonReport {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonReport() {}

    public static String of(Machine machine, Figures figures) {
        ObjectNode report = JSON.createObjectNode();
        report.set("machine", JSON.valueToTree(machine));
        ArrayNode all = report.putArray("figures");
        for (Figures.Figure figure : figures.all()) {
            ObjectNode node = all.addObject().put("name", figure.name()).put("unit", figure.unit());
            node.put("median", figure.median()).put("min", figure.min()).put("max", figure.max());
            node.set("runs", JSON.valueToTree(figure.values()));
        }
        ArrayNode goals = report.putArray("goals");
        for (Goal goal : Goal.ALL) {
            double median = figures.get(goal.figure()).median();
            if (!Double.isNaN(median)) {
                goals.addObject()
                        .put("figure", goal.figure())
                        .put(goal.atLeast() ? "atLeast" : "atMost", goal.bound())
                        .put("median", median)
                        .put("met", goal.isMetBy(median));
            }
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written as JSON", e);
        }
    }
}
