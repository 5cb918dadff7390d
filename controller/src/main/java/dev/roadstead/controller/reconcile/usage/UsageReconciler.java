package dev.roadstead.controller.reconcile.usage;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.usage.Measures;
import dev.roadstead.controller.plan.usage.Reports;
import dev.roadstead.controller.plan.usage.Subject;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Project;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.UsageReport;
import dev.roadstead.model.UsageReport.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes and continues the UsageReports of a Project, whose key it gets; of one that is gone, those that are open. */
public final class UsageReconciler implements Reconciler {
    /** So long a report in which nothing changes may end before now. */
    private static final Duration QUIET = Duration.ofHours(1);

    /** Nothing happens to reports of a Project that is gone but that they expire. */
    private static final Duration DAY = Duration.ofDays(1);

    private static final Outcome AT_ONCE = new Outcome.After(Duration.ofMillis(1));

    private final ApiClient client;
    private final UsageCaches caches;
    private final Meters meters;
    private final Duration interval;
    private final InstantSource clock;
    private final StatusCommitter committer;

    /** @param interval between two writes of a report */
    public UsageReconciler(
            ApiClient client, UsageCaches caches, Meters meters, Duration interval, InstantSource clock) {
        this.client = client;
        this.caches = caches;
        this.meters = meters;
        this.interval = interval;
        this.clock = clock;
        this.committer = new StatusCommitter(client);
    }

    @Override
    public Outcome reconcile(String key) {
        // As the API stores times.
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Key parsed = Key.parse(key);
        Project project = caches.projects().find(parsed.namespace(), parsed.name());
        if (!caches.isOrganization(parsed.namespace())) {
            meters.close(key);
            return project == null ? Outcome.DONE : new Outcome.After(interval);
        }
        finish(key);
        expire(key, now);
        Optional<UsageReport> open = open(key, project, now);
        if (open.isPresent()) {
            return advance(key, project, open.get(), now);
        }
        if (project != null) {
            return new Outcome.After(interval); // a clock was set back, and this month's report is final
        }
        meters.close(key);
        if (known(key).anyMatch(Reports::isOpen)) {
            return new Outcome.After(interval);
        }
        return known(key).findAny().isPresent() ? new Outcome.After(DAY) : Outcome.DONE;
    }

    /** Ends those that only waited for their Plan. */
    private void finish(String key) {
        String organization = Key.parse(key).namespace();
        if (caches.isPlanless(organization)) {
            return;
        }
        known(key)
                .filter(Reports::isComplete)
                .flatMap(report -> live(report).stream())
                .filter(Reports::isComplete)
                .forEach(report -> {
                    Instant end = Reports.end(report);
                    Status next = Reports.next(report, Map.of(), end, caches.planOf(organization), true);
                    committer.commit(ResourceType.USAGE_REPORT, report, next);
                });
    }

    /** Removes final ones that have been kept for long enough; none while it is not known how long that is. */
    private void expire(String key, Instant now) {
        String organization = Key.parse(key).namespace();
        if (caches.isPlanless(organization)) {
            return;
        }
        known(key)
                .filter(report -> Reports.isExpired(report, caches.planOf(organization), now))
                .forEach(report -> client.delete(
                        ResourceType.USAGE_REPORT,
                        organization,
                        report.metadata().name(),
                        report.metadata().requireUid()));
    }

    private Stream<UsageReport> known(String key) {
        return caches.reports().byIndex(UsageCaches.PROJECT, key).stream();
    }

    /** The earliest that counts, live; made if there is none and a Project to count. */
    private Optional<UsageReport> open(String key, @Nullable Project project, Instant now) {
        Optional<UsageReport> known = known(key)
                .filter(Reports::counts)
                .min(Comparator.comparing(Reports::month))
                .flatMap(this::live)
                .filter(Reports::counts);
        if (known.isPresent() || project == null || project.metadata().deleting()) {
            return known;
        }
        for (YearMonth month : Reports.lacking(project, known(key).map(Reports::month), now)) {
            UsageReport wanted = Reports.toCreate(project, month);
            Optional<UsageReport> there = live(wanted);
            if (there.isEmpty()) {
                return Optional.of(client.create(ResourceType.USAGE_REPORT, wanted));
            }
            if (Reports.counts(there.get())) {
                return there;
            }
        }
        return Optional.empty();
    }

    private Optional<UsageReport> live(UsageReport report) {
        return client.find(
                ResourceType.USAGE_REPORT,
                Objects.requireNonNull(report.metadata().namespace()),
                report.metadata().name());
    }

    private Outcome advance(String key, @Nullable Project project, UsageReport report, Instant now) {
        Instant from = Reports.through(report, project);
        Instant end = Reports.end(report);
        YearMonth month = Reports.month(report);
        Map<Subject, Measures> taken = meters.advance(key, project, from, now).pending(month);
        Instant through = now.isBefore(end) ? now : end;
        if (through.isBefore(from)) {
            return new Outcome.After(interval); // a clock was set back
        }
        boolean quiet = taken.isEmpty()
                && report.status() != null
                && through.isBefore(end)
                && Duration.between(from, through).compareTo(QUIET) < 0;
        if (!quiet) {
            String organization = Objects.requireNonNull(report.metadata().namespace());
            boolean known = !caches.isPlanless(organization);
            Status next = Reports.next(report, taken, through, caches.planOf(organization), known);
            committer.commit(ResourceType.USAGE_REPORT, report, next);
            meters.written(key, month, through, taken);
        }
        if (!through.isBefore(end)) {
            return AT_ONCE; // the next month's
        }
        Duration left = Duration.between(now, end);
        return new Outcome.After(left.compareTo(interval) < 0 ? left : interval);
    }
}
