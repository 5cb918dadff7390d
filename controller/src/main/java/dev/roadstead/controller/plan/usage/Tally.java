package dev.roadstead.controller.plan.usage;

import dev.roadstead.model.UsageReport.Row;
import dev.roadstead.model.UsageReport.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The amounts of a report: its totals, and its rows, of which there are {@link #ROWS} at most and one for all others. */
record Tally(Measures totals, Map<Subject, Measures> rows) {
    static final int ROWS = 200;

    private static final Comparator<Subject> ORDER = Comparator.comparing(Subject::namespace)
            .thenComparing(Subject::kind)
            .thenComparing(Subject::name);

    static Tally of(@Nullable Status status) {
        Map<Subject, Measures> rows = new TreeMap<>(ORDER);
        if (status == null) {
            return new Tally(Measures.NONE, rows);
        }
        status.rows()
                .forEach(row ->
                        rows.put(new Subject(row.namespace(), row.kind(), row.name()), Measures.of(row.amounts())));
        return new Tally(Measures.of(status.totals()), rows);
    }

    Tally plus(Map<Subject, Measures> more) {
        Measures sum = totals;
        Map<Subject, Measures> sums = new TreeMap<>(ORDER);
        sums.putAll(rows);
        Map<Subject, Measures> ordered = new TreeMap<>(ORDER);
        ordered.putAll(more);
        for (Map.Entry<Subject, Measures> each : ordered.entrySet()) {
            sum = sum.plus(each.getValue());
            if (!each.getKey().equals(Subject.WHOLE)) {
                boolean fits = sums.containsKey(each.getKey()) || sums.size() < ROWS;
                sums.merge(fits ? each.getKey() : Subject.OTHERS, each.getValue(), Measures::plus);
            }
        }
        return new Tally(sum, sums);
    }

    List<Row> toRows() {
        return rows.entrySet().stream()
                .map(each -> new Row(
                        each.getKey().namespace(),
                        each.getKey().kind(),
                        each.getKey().name(),
                        each.getValue().quantities()))
                .toList();
    }
}
