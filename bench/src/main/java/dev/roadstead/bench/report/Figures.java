package dev.roadstead.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by name, in the order of the first run. Used by one thread. */
public final class Figures {
    /**
     * One figure of all runs.
     *
     * @param unit "/s", "ms", "MB": appended to the number
     */
    public record Figure(String name, String unit, List<Double> values) {
        public double median() {
            List<Double> sorted = values.stream().sorted().toList();
            if (sorted.isEmpty()) {
                return Double.NaN;
            }
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }

        public double min() {
            return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
        }

        public double max() {
            return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
        }
    }

    private final Map<String, Figure> figures = new LinkedHashMap<>();

    /** Adds a run's value. */
    public void add(String name, double value, String unit) {
        if (Double.isNaN(value)) {
            return; // what was not measured is no figure
        }
        figures.computeIfAbsent(name, ignored -> new Figure(name, unit, new ArrayList<>()))
                .values()
                .add(value);
    }

    public List<Figure> all() {
        return List.copyOf(figures.values());
    }

    /** The one of that name; without values when it was not measured. */
    public Figure get(String name) {
        return figures.getOrDefault(name, new Figure(name, "", List.of()));
    }
}
