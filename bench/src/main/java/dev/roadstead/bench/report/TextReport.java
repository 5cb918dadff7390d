package dev.roadstead.bench.report;

import java.util.List;
import java.util.Locale;

/** The figures as a table for people, in Markdown. */
public final class TextReport {
    private TextReport() {}

    /** With the goals of issue 3. */
    public static String of(Machine machine, Figures figures) {
        return of(machine, figures, Goal.ALL);
    }

    public static String of(Machine machine, Figures figures, List<Goal> goals) {
        StringBuilder text =
                new StringBuilder(machine.describe()).append("\n\n| figure | median | min–max |\n|---|---|---|\n");
        for (Figures.Figure figure : figures.all()) {
            text.append("| %s | %s | %s–%s |%n"
                    .formatted(
                            figure.name(),
                            number(figure.median()) + unit(figure),
                            number(figure.min()),
                            number(figure.max())));
        }
        text.append("\n| target | wanted | median | |\n|---|---|---|---|\n");
        for (Goal goal : goals) {
            Figures.Figure figure = figures.get(goal.figure());
            boolean measured = !figure.values().isEmpty();
            text.append("| %s | %s %s%s | %s | %s |%n"
                    .formatted(
                            goal.figure(),
                            goal.atLeast() ? "≥" : "≤",
                            number(goal.bound()),
                            unit(figure),
                            measured ? number(figure.median()) + unit(figure) : "–",
                            verdict(goal, figure, measured)));
        }
        return text.toString();
    }

    private static String verdict(Goal goal, Figures.Figure figure, boolean measured) {
        if (!measured) {
            return "not measured";
        }
        return goal.isMetBy(figure.median()) ? "met" : "NOT MET";
    }

    private static String unit(Figures.Figure figure) {
        return figure.unit().startsWith("/") || figure.unit().isEmpty() ? figure.unit() : " " + figure.unit();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
