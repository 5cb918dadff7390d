package dev.roadstead.cli.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.roadstead.cli.console.Table;
import dev.roadstead.model.Json;
import dev.roadstead.model.Meter;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.UsageReport.Cost;
import dev.roadstead.model.UsageReport.Row;
import dev.roadstead.model.UsageReport.Status;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** UsageReports as text, in the order of organization, month and project. Pure. */
public final class UsageOutput {
    private static final Comparator<UsageReport> ORDER = Comparator.comparing(UsageOutput::organization)
            .thenComparing(report -> report.spec().month())
            .thenComparing(report -> report.spec().project());
    private static final String NONE = "-";
    private static final int PLACES = 2;

    private UsageOutput() {}

    /** Those of an Organization and a month; null: of all. */
    public static List<UsageReport> chosen(
            Collection<UsageReport> reports, @Nullable String organization, @Nullable String month) {
        return reports.stream()
                .filter(report -> organization == null || organization.equals(organization(report)))
                .filter(report -> month == null || month.equals(report.spec().month()))
                .sorted(ORDER)
                .toList();
    }

    /** One line for each report, rounded for people; a line that says so when none was chosen. */
    public static List<String> table(List<UsageReport> reports, @Nullable String organization, @Nullable String month) {
        if (reports.isEmpty()) {
            return List.of("there are no UsageReports"
                    + (organization == null ? "" : " of Organization " + organization)
                    + (month == null ? "" : " for " + month)
                    + "; they come some minutes after a Project");
        }
        Table table = new Table(
                "ORGANIZATION",
                "PROJECT",
                "MONTH",
                "PHASE",
                "CONTAINER-H",
                "CPU-H REQUESTED",
                "USED",
                "GIB-H REQUESTED",
                "USED",
                "VOLUME GIB-H",
                "BACKUP GIB-H",
                "SENT GIB",
                "COST");
        for (UsageReport report : reports) {
            Status status = report.status();
            Map<String, Quantity> totals = status == null ? Map.of() : status.totals();
            List<String> cells = new ArrayList<>(List.of(
                    organization(report),
                    report.spec().project(),
                    report.spec().month(),
                    status == null ? "New" : status.phase().name()));
            Stream.of(
                            Meter.CONTAINER_HOURS,
                            Meter.CPU_REQUESTED,
                            Meter.CPU_USED,
                            Meter.MEMORY_REQUESTED,
                            Meter.MEMORY_USED,
                            Meter.VOLUMES,
                            Meter.BACKUPS,
                            Meter.SENT)
                    .map(meter -> rounded(totals.get(meter.key())))
                    .forEach(cells::add);
            Cost cost = status == null ? null : status.cost();
            cells.add(cost == null ? NONE : rounded(cost.total()) + " " + cost.currency());
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    private static String rounded(@Nullable Quantity amount) {
        return amount == null
                ? "0"
                : amount.decimal().setScale(PLACES, RoundingMode.HALF_UP).toPlainString();
    }

    /** One line for each row of each report, and one of the kind Total for all of it; exact, with a head. */
    public static List<String> csv(List<UsageReport> reports) {
        List<String> lines = new ArrayList<>();
        List<String> meters = Arrays.stream(Meter.values()).map(Meter::key).toList();
        lines.add("organization,project,month,phase,through,namespace,kind,name," + String.join(",", meters)
                + ",cost,currency");
        for (UsageReport report : reports) {
            Status status = report.status();
            if (status != null) {
                Cost cost = status.cost();
                String paid = cost == null ? "," : cost.total().text() + "," + cost.currency();
                status.rows().forEach(row -> lines.add(line(report, status, row, meters) + ","));
                lines.add(line(report, status, new Row("", "Total", "", status.totals()), meters)
                        .replaceFirst(",$", "," + paid));
            }
        }
        return lines;
    }

    /** Ends with the comma before the cost. */
    private static String line(UsageReport report, Status status, Row row, List<String> meters) {
        StringBuilder line = new StringBuilder(String.join(
                ",",
                organization(report),
                report.spec().project(),
                report.spec().month(),
                status.phase().name(),
                status.through().toString(),
                row.namespace(),
                row.kind(),
                row.name()));
        for (String meter : meters) {
            Quantity amount = row.amounts().get(meter);
            line.append(',').append(amount == null ? "0" : amount.text());
        }
        return line.append(',').toString();
    }

    /** All of them, as the API has them, in a list. */
    public static String json(List<UsageReport> reports) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(reports);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report cannot be written", e);
        }
    }

    private static String organization(UsageReport report) {
        return Objects.requireNonNull(report.metadata().namespace());
    }
}
