package dev.roadstead.controller.plan.retention;

import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.GoDuration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a policy which backups are kept. Whatever it says, the newest good backup stays, and one that is in use.
 * Backups that are not good keep no other from staying; they stay themselves until a newer one is good.
 */
public final class RetentionRules {
    private static final Comparator<KeptBackup> NEWEST_FIRST =
            Comparator.comparing(KeptBackup::at).thenComparing(KeptBackup::id).reversed();

    private final Map<String, List<String>> kept = new LinkedHashMap<>();
    private final List<KeptBackup> all;
    private final List<KeptBackup> good;

    private RetentionRules(Collection<KeptBackup> backups) {
        this.all = backups.stream().sorted(NEWEST_FIRST).toList();
        this.good = all.stream().filter(KeptBackup::good).toList();
    }

    /**
     * Decides about the backups of one thing.
     *
     * @param policy null keeps all
     * @param zone whose days, weeks (from Monday) and months count
     */
    public static RetentionDecision decide(
            BackupPolicy.@Nullable Retention policy, ZoneId zone, Collection<KeptBackup> backups, Instant now) {
        RetentionRules rules = new RetentionRules(backups);
        rules.keepWhatMustStay();
        if (policy == null) {
            rules.all.forEach(backup -> rules.keep(backup, "no retention is set"));
        } else {
            rules.keepBy(policy, zone, now);
        }
        return rules.decision();
    }

    private void keepWhatMustStay() {
        if (!good.isEmpty()) {
            keep(good.getFirst(), "newest good one");
        }
        for (KeptBackup backup : all) {
            if (backup.inUse()) {
                keep(backup, "in use");
            }
        }
        all.stream().takeWhile(backup -> !backup.good()).forEach(backup -> keep(backup, "no newer one is good"));
    }

    private void keepBy(BackupPolicy.Retention policy, ZoneId zone, Instant now) {
        for (int i = 0; policy.keepLast() != null && i < Math.min(policy.keepLast(), good.size()); i++) {
            keep(good.get(i), "last " + (i + 1));
        }
        newestOfEach(policy.keepDaily(), at -> "day " + date(at, zone));
        newestOfEach(policy.keepWeekly(), at -> "week " + week(date(at, zone)));
        newestOfEach(policy.keepMonthly(), at -> "month " + YearMonth.from(date(at, zone)));
        if (policy.maxAge() != null) {
            Instant oldest = now.minus(policy.maxAge());
            good.stream()
                    .filter(backup -> !backup.at().isBefore(oldest))
                    .forEach(backup -> keep(backup, "younger than " + GoDuration.format(policy.maxAge())));
        }
    }

    private void newestOfEach(@Nullable Integer periods, Function<Instant, String> period) {
        Set<String> seen = new HashSet<>();
        for (KeptBackup backup : good) {
            if (periods == null || seen.size() == periods) {
                return;
            }
            String name = period.apply(backup.at());
            if (seen.add(name)) {
                keep(backup, name);
            }
        }
    }

    private static LocalDate date(Instant at, ZoneId zone) {
        return at.atZone(zone).toLocalDate();
    }

    private static String week(LocalDate date) {
        return "%d-W%02d".formatted(date.get(IsoFields.WEEK_BASED_YEAR), date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private void keep(KeptBackup backup, String why) {
        kept.computeIfAbsent(backup.id(), id -> new ArrayList<>()).add(why);
    }

    private RetentionDecision decision() {
        List<String> removed = all.reversed().stream()
                .map(KeptBackup::id)
                .filter(id -> !kept.containsKey(id))
                .toList();
        return new RetentionDecision(kept, removed);
    }
}
