package dev.roadstead.controller.plan.usage;

import dev.roadstead.controller.plan.usage.Span.Months;
import dev.roadstead.model.Meter;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Plan;
import dev.roadstead.model.Plan.Prices;
import dev.roadstead.model.Plan.Webhook;
import dev.roadstead.model.Project;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.UsageReport.Cost;
import dev.roadstead.model.UsageReport.Phase;
import dev.roadstead.model.UsageReport.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** UsageReports, and what they become. */
public final class Reports {
    /** How long a final one is kept when no Plan says it. */
    private static final int KEPT_MONTHS = 36;

    private static final BigDecimal MOST = BigDecimal.TEN.pow(15).subtract(BigDecimal.ONE);

    private Reports() {}

    /**
     * The months whose reports a Project may lack, in order: after the last that there is one of, or else this one.
     *
     * @param known months that there are reports of, in any order
     */
    public static List<YearMonth> lacking(Project project, Stream<YearMonth> known, Instant now) {
        YearMonth current = Months.of(now);
        Instant made = project.metadata().creationTimestamp();
        YearMonth first = known.filter(month -> !month.isAfter(current))
                .max(Comparator.naturalOrder())
                .map(last -> last.plusMonths(1))
                .orElse(current);
        YearMonth begun = made == null || Months.of(made).isBefore(first) ? first : Months.of(made);
        return Stream.iterate(begun, month -> !month.isAfter(current), month -> month.plusMonths(1))
                .toList();
    }

    /** The report of a month; nothing is counted in it yet. */
    public static UsageReport toCreate(Project project, YearMonth month) {
        String name = project.metadata().name() + "-" + month;
        ObjectMeta metadata = ObjectMeta.toCreate(project.metadata().namespace(), name, Map.of(), List.of(), List.of());
        return new UsageReport(metadata, new UsageReport.Spec(project.metadata().name(), month.toString()), null);
    }

    public static YearMonth month(UsageReport report) {
        return YearMonth.parse(report.spec().month());
    }

    /** The first moment that is no longer in its month. */
    public static Instant end(UsageReport report) {
        return Months.end(month(report));
    }

    public static boolean isOpen(UsageReport report) {
        return report.status() == null || report.status().phase() == Phase.Open;
    }

    /** Whether all of its month is counted, and only its Plan is awaited. */
    public static boolean isComplete(UsageReport report) {
        return isOpen(report)
                && report.status() != null
                && !report.status().through().isBefore(end(report));
    }

    /**
     * Whether it has been kept for as long as it is to be.
     *
     * @param plan of its Organization; null if it has none
     */
    public static boolean isExpired(UsageReport report, @Nullable Plan plan, Instant now) {
        Integer asked = plan == null ? null : plan.spec().keepReportMonths();
        int months = asked == null ? KEPT_MONTHS : asked;
        Webhook webhook = plan == null ? null : plan.spec().webhook();
        return !isOpen(report)
                && month(report).plusMonths(months).isBefore(Months.of(now))
                && (webhook == null || Deliveries.due(report, webhook).isEmpty());
    }

    /** Whether something is still to be counted in it. */
    public static boolean counts(UsageReport report) {
        return isOpen(report) && !isComplete(report);
    }

    /**
     * From when on it counts: where it ends, or where its month does or its Project begin.
     *
     * @param project null when it is gone
     */
    public static Instant through(UsageReport report, @Nullable Project project) {
        if (report.status() != null) {
            return report.status().through();
        }
        Instant start = Months.start(month(report));
        Instant made = project == null ? null : project.metadata().creationTimestamp();
        boolean within = made != null && made.isAfter(start) && made.isBefore(end(report));
        return made != null && within ? made : start;
    }

    /**
     * Adds what is pending.
     *
     * @param more by whose it is
     * @param through the time that it ends at then, at most the end of its month
     * @param plan of its Organization; null if it has none
     * @param known whether it is known which Plan that is; if not, a report whose month is over stays open
     */
    public static Status next(
            UsageReport report, Map<Subject, Measures> more, Instant through, @Nullable Plan plan, boolean known) {
        Tally tally = Tally.of(report.status()).plus(more);
        boolean over = known && !through.isBefore(end(report));
        return new Status(
                over ? Phase.Final : Phase.Open,
                through,
                tally.totals().quantities(),
                tally.toRows(),
                cost(tally.totals(), plan),
                report.status() == null ? null : report.status().delivery());
    }

    /** None if it is more than a Quantity can say. */
    private static @Nullable Cost cost(Measures totals, @Nullable Plan plan) {
        Prices prices = plan == null ? null : plan.spec().prices();
        if (plan == null || prices == null) {
            return null;
        }
        SortedMap<String, Quantity> parts = new TreeMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (Meter meter : Meter.values()) {
            Quantity price = prices.perUnit().get(meter.key());
            if (price != null && price.readable() && totals.of(meter).signum() > 0) {
                BigDecimal part = totals.of(meter).multiply(price.decimal());
                if (sum.add(part).compareTo(MOST) > 0) {
                    return null;
                }
                Quantity said = Quantity.of(part);
                parts.put(meter.key(), said);
                sum = sum.add(said.decimal());
            }
        }
        return new Cost(plan.metadata().name(), prices.currency(), Quantity.of(sum), parts);
    }
}
