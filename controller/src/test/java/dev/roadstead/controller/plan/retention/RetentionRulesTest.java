package dev.roadstead.controller.plan.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.model.BackupPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RetentionRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ZoneId UTC = ZoneOffset.UTC;

    @Test
    void theNewestAreKept() {
        RetentionDecision decision = RetentionRules.decide(policy(2, null, null, null, null), UTC, daily(4), NOW);
        assertThat(decision.kept().keySet()).containsExactlyInAnyOrder("d0", "d1");
        assertThat(decision.removed()).containsExactly("d3", "d2");
        assertThat(decision.kept().get("d0")).containsExactly("newest good one", "last 1");
    }

    @Test
    void theNewestOfEachDayWeekAndMonthIsKept() {
        List<KeptBackup> backups = new ArrayList<>(daily(60));
        backups.add(good("early", "2026-11-20T01:00:00Z"));
        RetentionDecision decision = RetentionRules.decide(policy(null, 2, 3, 2, null), UTC, backups, NOW);
        assertThat(decision.kept().keySet())
                .as("21 and 20 November; Sundays 15 and 8; 31 October")
                .containsExactlyInAnyOrder("d0", "d1", "d6", "d13", "d21");
        assertThat(decision.kept().get("d0"))
                .containsExactly("newest good one", "day 2026-11-21", "week 2026-W47", "month 2026-11");
    }

    @Test
    void periodsWithoutABackupDoNotCount() {
        List<KeptBackup> backups = List.of(
                good("now", "2026-11-21T00:00:00Z"),
                good("spring", "2026-03-01T00:00:00Z"),
                good("old", "2020-01-01T00:00:00Z"));
        assertThat(RetentionRules.decide(policy(null, 2, null, null, null), UTC, backups, NOW)
                        .removed())
                .containsExactly("old");
    }

    @Test
    void daysAreThoseOfThePolicysZone() {
        List<KeptBackup> backups = List.of(good("a", "2026-11-20T23:30:00Z"), good("b", "2026-11-20T22:30:00Z"));
        BackupPolicy.Retention twoDays = policy(null, 2, null, null, null);
        assertThat(RetentionRules.decide(twoDays, UTC, backups, NOW).removed()).containsExactly("b");
        assertThat(RetentionRules.decide(twoDays, ZoneId.of("Europe/Berlin"), backups, NOW)
                        .removed())
                .isEmpty();
    }

    @Test
    void whatIsNotTooOldIsKept() {
        assertThat(RetentionRules.decide(policy(null, null, null, null, Duration.ofDays(3)), UTC, daily(6), NOW)
                        .removed())
                .containsExactly("d5", "d4", "d3");
    }

    @Test
    void theNewestGoodBackupStaysHoweverOldItIs() {
        List<KeptBackup> backups = List.of(good("old", "2020-01-01T00:00:00Z"), good("older", "2019-01-01T00:00:00Z"));
        assertThat(RetentionRules.decide(policy(null, null, null, null, Duration.ofHours(1)), UTC, backups, NOW)
                        .removed())
                .containsExactly("older");
    }

    @Test
    void aBadBackupTakesNoPlaceAndStaysUntilANewerOneIsGood() {
        KeptBackup badNow = new KeptBackup("badNow", NOW, false, false);
        KeptBackup badOld = new KeptBackup("badOld", Instant.parse("2026-11-20T06:00:00Z"), false, false);
        List<KeptBackup> backups = new ArrayList<>(daily(3));
        backups.add(badNow);
        backups.add(badOld);
        RetentionDecision decision = RetentionRules.decide(policy(2, null, null, null, null), UTC, backups, NOW);
        assertThat(decision.kept().keySet()).containsExactlyInAnyOrder("badNow", "d0", "d1");
        assertThat(RetentionRules.decide(policy(1, null, null, null, null), UTC, List.of(badNow, badOld), NOW)
                        .removed())
                .isEmpty();
    }

    @Test
    void withoutAPolicyAllAreKept() {
        assertThat(RetentionRules.decide(null, UTC, daily(100), NOW).removed()).isEmpty();
    }

    @RepeatedTest(200)
    void whatIsPromisedIsNeverRemoved(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<KeptBackup> backups = new ArrayList<>();
        for (int i = 0; i < random.nextInt(60); i++) {
            Instant at = NOW.minusSeconds(random.nextInt(90 * 86_400));
            backups.add(new KeptBackup("b" + i, at, random.nextInt(4) > 0, random.nextInt(10) == 0));
        }
        Integer last = maybe(random);
        BackupPolicy.Retention policy = policy(last, maybe(random), maybe(random), maybe(random), null);
        RetentionDecision decision = RetentionRules.decide(policy, UTC, backups, NOW);

        Set<String> removed = new HashSet<>(decision.removed());
        assertThat(removed).hasSameSizeAs(decision.removed()).noneMatch(decision.kept()::containsKey);
        assertThat(removed.size() + decision.kept().size()).isEqualTo(backups.size());
        assertThat(backups).filteredOn(KeptBackup::inUse).noneMatch(backup -> removed.contains(backup.id()));
        List<KeptBackup> good = backups.stream().filter(KeptBackup::good).toList();
        Instant newest =
                good.stream().map(KeptBackup::at).max(Instant::compareTo).orElse(NOW);
        assertThat(good)
                .filteredOn(backup -> backup.at().equals(newest))
                .allMatch(backup -> !removed.contains(backup.id()));
        assertThat(good)
                .filteredOn(backup -> !removed.contains(backup.id()))
                .hasSizeGreaterThanOrEqualTo(Math.min(good.size(), last == null ? 0 : last));

        List<KeptBackup> left = backups.stream()
                .filter(backup -> !removed.contains(backup.id()))
                .toList();
        assertThat(RetentionRules.decide(policy, UTC, left, NOW).removed())
                .as("deciding again removes nothing more")
                .isEmpty();
    }

    private static @Nullable Integer maybe(Random random) {
        return random.nextInt(3) == 0 ? null : 1 + random.nextInt(8);
    }

    /** One a day at 11:00, {@code d0} today. */
    private static List<KeptBackup> daily(int count) {
        List<KeptBackup> backups = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            backups.add(new KeptBackup("d" + i, NOW.minus(Duration.ofHours(1)).minus(Duration.ofDays(i)), true, false));
        }
        return backups;
    }

    private static KeptBackup good(String id, String at) {
        return new KeptBackup(id, Instant.parse(at), true, false);
    }

    private static BackupPolicy.Retention policy(
            @Nullable Integer last,
            @Nullable Integer daily,
            @Nullable Integer weekly,
            @Nullable Integer monthly,
            @Nullable Duration maxAge) {
        return new BackupPolicy.Retention(last, daily, weekly, monthly, maxAge);
    }
}
