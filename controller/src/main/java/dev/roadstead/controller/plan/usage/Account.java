package dev.roadstead.controller.plan.usage;

import dev.roadstead.controller.plan.Demand;
import dev.roadstead.controller.plan.usage.Span.Months;
import dev.roadstead.model.Container;
import dev.roadstead.model.Meter;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of a Project and no report says yet. Each container, Volume and backup has a time up to which it is
 * counted, so whatever is observed twice counts once.
 *
 * @param opened where the report ended when it was begun
 * @param from where the report ends now
 * @param pending what is to be added to the report of each month
 * @param cursors by the uid of a container
 * @param held until when each Volume and backup is counted, by uid
 */
public record Account(
        Instant opened,
        Instant from,
        Map<YearMonth, Map<Subject, Measures>> pending,
        Map<String, Cursor> cursors,
        Map<String, Instant> held) {

    /**
     * How far a container is counted.
     *
     * @param sample the last one
     */
    public record Cursor(Instant counted, @Nullable Sample sample) {}

    /**
     * Begins where a report ends.
     *
     * @param watched since when changes were noticed; what was before is counted as far as times of its begin and end show it
     */
    public static Account open(Instant through, Instant watched) {
        Account account = new Account(through, through, Map.of(), Map.of(), Map.of());
        if (!watched.isAfter(through)) {
            return account;
        }
        BigDecimal gap = Measures.hours(Duration.between(through, watched));
        return account.with(
                List.of(new Span(Subject.WHOLE, through, watched, Measures.of(Meter.UNOBSERVED, gap))),
                Map.of(),
                Map.of());
    }

    /** Counts the runs of containers as they are now. */
    public Account running(Collection<Container> containers, Instant now) {
        List<Span> spans = new ArrayList<>();
        Map<String, Cursor> moved = new HashMap<>(cursors);
        containers.forEach(container -> Run.of(container, now).ifPresent(run -> count(container, run, moved, spans)));
        return with(spans, moved, held);
    }

    /** Counts what a change of a container has ended; one that is gone is forgotten. */
    public Account changed(Container before, @Nullable Container now, Instant at) {
        boolean same = now != null
                && now.metadata().requireUid().equals(before.metadata().requireUid());
        return ended(before, same ? now : null, at);
    }

    private Account ended(Container before, @Nullable Container after, Instant now) {
        Optional<Run> ended = Run.ending(before, after, now);
        if (ended.isEmpty() && after != null) {
            return this;
        }
        List<Span> spans = new ArrayList<>();
        Map<String, Cursor> moved = new HashMap<>(cursors);
        ended.ifPresent(run -> count(before, run, moved, spans));
        if (after == null) {
            moved.remove(before.metadata().requireUid());
        }
        return with(spans, moved, held);
    }

    private void count(Container container, Run run, Map<String, Cursor> cursors, List<Span> spans) {
        String uid = container.metadata().requireUid();
        Cursor cursor = cursors.getOrDefault(uid, new Cursor(opened, null));
        Instant start = later(run.from(), cursor.counted());
        if (!run.to().isAfter(start)) {
            return;
        }
        BigDecimal hours = Measures.hours(Duration.between(start, run.to()));
        Demand demand = Demand.of(container.spec().template());
        Map<Meter, BigDecimal> amounts = new EnumMap<>(Meter.class);
        amounts.put(Meter.CONTAINER_HOURS, hours);
        amounts.put(Meter.CPU_REQUESTED, hours.multiply(BigDecimal.valueOf(demand.cpuNano(), 9)));
        amounts.put(Meter.MEMORY_REQUESTED, hours.multiply(Measures.gib(demand.memoryBytes())));
        spans.add(new Span(Subject.of(container), start, run.to(), new Measures(amounts)));
        cursors.put(uid, new Cursor(run.to(), cursor.sample()));
    }

    /** Counts what Volumes and backups hold, all of them as they are now. */
    public Account holding(Collection<Volume> volumes, Collection<VolumeBackup> backups, Instant now) {
        List<Span> spans = new ArrayList<>();
        Map<String, Instant> counted = new HashMap<>();
        for (Volume volume : volumes) {
            Quantity bytes = volume.status() == null ? null : volume.status().usedBytes();
            Instant since = volume.metadata().creationTimestamp();
            Subject subject =
                    Subject.volume(volume.metadata(), volume.metadata().name());
            hold(volume.metadata().requireUid(), subject, Meter.VOLUMES, bytes, since, now, counted, spans);
        }
        for (VolumeBackup backup : backups) {
            VolumeBackup.Status status = backup.status();
            Quantity bytes = status == null ? null : status.storedBytes();
            Instant since = status == null ? null : status.completedAt();
            Subject subject = Subject.volume(backup.metadata(), backup.spec().volume());
            hold(backup.metadata().requireUid(), subject, Meter.BACKUPS, bytes, since, now, counted, spans);
        }
        return with(spans, cursors, counted);
    }

    private void hold(
            String uid,
            Subject subject,
            Meter meter,
            @Nullable Quantity bytes,
            @Nullable Instant since,
            Instant now,
            Map<String, Instant> counted,
            List<Span> spans) {
        if (since == null) {
            return;
        }
        Instant start = later(since, held.getOrDefault(uid, opened));
        counted.put(uid, later(start, now));
        if (bytes != null && now.isAfter(start)) {
            BigDecimal amount = Measures.hours(Duration.between(start, now)).multiply(Measures.gib(bytes.value()));
            spans.add(new Span(subject, start, now, Measures.of(meter, amount)));
        }
    }

    /**
     * Counts what containers used since their samples before. The first one of a run that began when nobody watched only
     * says where to go on from: how much of it was counted is not known.
     */
    public Account sampled(Collection<Sample> samples) {
        List<Span> spans = new ArrayList<>();
        Map<String, Cursor> moved = new HashMap<>(cursors);
        for (Sample sample : samples) {
            Cursor cursor = moved.getOrDefault(sample.container(), new Cursor(opened, null));
            Sample last = cursor.sample();
            if (last == null || !last.startedAt().equals(sample.startedAt())) {
                last = sample.startedAt().isBefore(opened) ? null : begin(sample);
            }
            if (last != null && sample.at().isAfter(last.at()) && sample.cpuNanos() >= last.cpuNanos()) {
                spans.add(new Span(sample.subject(), last.at(), sample.at(), used(last, sample)));
            }
            moved.put(sample.container(), new Cursor(cursor.counted(), sample));
        }
        return with(spans, moved, held);
    }

    private static Sample begin(Sample first) {
        Instant start = first.startedAt();
        return new Sample(first.container(), first.subject(), start, start, 0, 0, 0L);
    }

    private static Measures used(Sample last, Sample now) {
        BigDecimal hours = Measures.hours(Duration.between(last.at(), now.at()));
        Map<Meter, BigDecimal> amounts = new EnumMap<>(Meter.class);
        amounts.put(Meter.MEASURED_HOURS, hours);
        amounts.put(Meter.CPU_USED, Measures.hours(now.cpuNanos() - last.cpuNanos()));
        amounts.put(Meter.MEMORY_USED, hours.multiply(Measures.gib(now.memoryBytes())));
        if (now.sentBytes() != null && last.sentBytes() != null && now.sentBytes() >= last.sentBytes()) {
            amounts.put(Meter.SENT, Measures.gib(now.sentBytes() - last.sentBytes()));
        }
        return new Measures(amounts);
    }

    /** What the report of a month is to be given. */
    public Map<Subject, Measures> pending(YearMonth month) {
        return pending.getOrDefault(month, Map.of());
    }

    /**
     * After the report of a month has got some of what is pending, and ends at {@code through}. What was observed meanwhile
     * stays; if the month's report is over, the next one gets it.
     *
     * @param taken what the report got
     */
    public Account written(YearMonth month, Instant through, Map<Subject, Measures> taken) {
        Map<YearMonth, Map<Subject, Measures>> rest = new HashMap<>(pending);
        Map<Subject, Measures> left = new HashMap<>();
        pending(month).forEach((subject, amounts) -> {
            Measures more = amounts.minus(taken.getOrDefault(subject, Measures.NONE));
            if (!more.amounts().isEmpty()) {
                left.put(subject, more);
            }
        });
        rest.remove(month);
        YearMonth next = Months.of(through);
        if (!left.isEmpty()) {
            Map<Subject, Measures> sums = new HashMap<>(rest.getOrDefault(next, Map.of()));
            left.forEach((subject, more) -> sums.merge(subject, more, Measures::plus));
            rest.put(next, Map.copyOf(sums));
        }
        return new Account(opened, through, Map.copyOf(rest), cursors, held);
    }

    private Account with(List<Span> spans, Map<String, Cursor> moved, Map<String, Instant> counted) {
        Map<YearMonth, Map<Subject, Measures>> sums = new HashMap<>();
        pending.forEach((month, rows) -> sums.put(month, new HashMap<>(rows)));
        YearMonth first = Months.of(from);
        for (Span span : spans) {
            span.byMonth(first)
                    .forEach((month, share) -> sums.computeIfAbsent(month, _ -> new HashMap<>())
                            .merge(span.subject(), share, Measures::plus));
        }
        return new Account(opened, from, Map.copyOf(sums), Map.copyOf(moved), Map.copyOf(counted));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
