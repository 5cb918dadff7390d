package dev.roadstead.controller.plan.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CronTest {
    private static final String BERLIN = "Europe/Berlin";

    @Test
    void fieldsAreNumbersNamesRangesStepsAndLists() {
        assertThat(runs("30 2 * * *", "UTC", "2026-11-21T02:30:00Z", 2))
                .containsExactly("2026-11-22T02:30:00Z", "2026-11-23T02:30:00Z");
        assertThat(runs("*/20 9-10,22 * * *", "UTC", "2026-11-21T10:20:00Z", 3))
                .containsExactly("2026-11-21T10:40:00Z", "2026-11-21T22:00:00Z", "2026-11-21T22:20:00Z");
        assertThat(runs("0 0 * jan,JUL Mon-Tue", "UTC", "2026-11-21T00:00:00Z", 3))
                .containsExactly("2027-01-04T00:00:00Z", "2027-01-05T00:00:00Z", "2027-01-11T00:00:00Z");
        assertThat(runs("5/25 0 1 * *", "UTC", "2026-11-21T00:00:00Z", 3))
                .containsExactly("2026-12-01T00:05:00Z", "2026-12-01T00:30:00Z", "2026-12-01T00:55:00Z");
    }

    @Test
    void sundayIsZeroAndSeven() {
        assertThat(runs("0 0 * * 0", "UTC", "2026-11-21T00:00:00Z", 2))
                .isEqualTo(runs("0 0 * * 7", "UTC", "2026-11-21T00:00:00Z", 2))
                .containsExactly("2026-11-22T00:00:00Z", "2026-11-29T00:00:00Z");
        assertThat(runs("0 0 * * 6-7", "UTC", "2026-11-21T00:00:00Z", 3))
                .containsExactly("2026-11-22T00:00:00Z", "2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z");
    }

    @Test
    void eitherDayWillDoWhenBothAreGiven() {
        assertThat(runs("0 0 13 * Fri", "UTC", "2026-11-01T00:00:00Z", 4))
                .containsExactly(
                        "2026-11-06T00:00:00Z", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z", "2026-11-27T00:00:00Z");
    }

    @Test
    void timesAreThoseOfTheZone() {
        assertThat(runs("30 2 * * *", BERLIN, "2026-07-01T00:00:00Z", 1)).containsExactly("2026-07-01T00:30:00Z");
        assertThat(runs("30 2 * * *", BERLIN, "2026-12-01T00:00:00Z", 1)).containsExactly("2026-12-01T01:30:00Z");
    }

    @Test
    void aNightlyRunIsMadeInTheNightInWhichItsHourIsSkipped() {
        assertThat(runs("30 2 * * *", BERLIN, "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
        assertThat(runs("0,30 2,3 * * *", BERLIN, "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
    }

    @Test
    void aNightlyRunIsMadeOnceInTheNightInWhichItsHourComesTwice() {
        assertThat(runs("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    @Test
    void whatRunsEveryHourGoesByRealTimeWhenClocksChange() {
        assertThat(runs("0 * * * *", BERLIN, "2026-10-24T23:30:00Z", 4))
                .containsExactly(
                        "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z");
        assertThat(runs("0 * * * *", BERLIN, "2026-03-28T23:30:00Z", 3))
                .containsExactly("2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z");
    }

    @Test
    void aDayThatAZoneLeftOutIsMadeUpWhereItWas() {
        assertThat(runs("0 12 30 12 *", "Pacific/Apia", "2011-12-01T00:00:00Z", 1))
                .containsExactly("2011-12-30T10:00:00Z");
    }

    @Test
    void leapDaysMayBeEightYearsApart() {
        assertThat(runs("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1)).containsExactly("2104-02-29T00:00:00Z");
        assertThat(Cron.parse("0 0 29 2 *", "UTC").last(Instant.parse("2104-02-28T00:00:00Z")))
                .isEqualTo("2096-02-29T00:00:00Z");
    }

    @Test
    void whatNeverComesIsRefused() {
        assertThatThrownBy(() -> Cron.parse("0 0 31 2 *", "UTC"))
                .isInstanceOfSatisfying(
                        ScheduleException.class, e -> assertThat(e.reason()).isEqualTo("NeverFires"))
                .hasMessage("The schedule \"0 0 31 2 *\" never comes: no month of it has a day 31."
                        + " Change the day of month or the month.");
        assertThatThrownBy(() -> Cron.parse("0 0 31 4,6,sep,11 *", "UTC")).isInstanceOf(ScheduleException.class);
        assertThat(runs("0 0 31 2 Mon", "UTC", "2026-11-21T00:00:00Z", 1)).containsExactly("2027-02-01T00:00:00Z");
    }

    @Test
    void whatMeansNothingIsRefusedWithTheFieldAndWhatItNeeds() {
        assertThat(refusal("61 * * * *"))
                .isEqualTo("The minute \"61\" of the schedule is wrong: \"61\" is not a number from 0 to 59.");
        assertThat(refusal("* * * Foo *"))
                .isEqualTo("The month \"Foo\" of the schedule is wrong:"
                        + " \"Foo\" is not a number from 1 to 12, or a name such as JAN.");
        assertThat(refusal("* 20-8 * * *"))
                .isEqualTo("The hour \"20-8\" of the schedule is wrong: \"20-8\" ends before it begins.");
        assertThat(refusal("*/0 * * * *")).contains("the step \"0\" is not a number from 1 to 59");
        assertThat(refusal("1,, * * * *")).contains("\"\" is not a number");
        assertThat(refusal("0 0 L * *")).contains("The day of month \"L\"");
        assertThat(refusal("0 0 * * 5#2")).contains("The day of week \"5#2\"");
        assertThat(refusal("0 0 1-2-3 * *")).contains("has more than one -");
        assertThat(refusal("0 0 1/2/3 * *")).contains("has more than one /");
        assertThat(refusal("@daily")).contains("has 1 fields; it needs five");
        assertThatThrownBy(() -> Cron.parse("0 0 * * *", "Mars/Olympus"))
                .hasMessage("There is no time zone \"Mars/Olympus\". Give one such as UTC or Europe/Berlin.");
    }

    /** Against the plainest reading of the fields, a minute at a time. */
    @RepeatedTest(60)
    void agreesWithLookingAtEveryMinute(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int minute = random.nextInt(60);
        int hour = random.nextInt(24);
        int step = 1 + random.nextInt(23);
        int day = 1 + random.nextInt(28);
        DayOfWeek weekday = DayOfWeek.of(1 + random.nextInt(7));
        boolean everyDay = random.nextBoolean();
        boolean stepped = random.nextBoolean();
        String text = minute + " " + (stepped ? "*/" + step : hour) + " " + (everyDay ? "*" : day) + " * "
                + (random.nextBoolean()
                        ? weekday.getValue() % 7
                        : weekday.name().substring(0, 3));
        Cron cron = Cron.parse(text, "UTC");

        Instant begin = Instant.parse("2026-02-20T00:00:00Z").plus(random.nextInt(500_000), ChronoUnit.MINUTES);
        List<Instant> expected = new ArrayList<>();
        for (Instant at = begin.plus(1, ChronoUnit.MINUTES); expected.size() < 3; at = at.plus(1, ChronoUnit.MINUTES)) {
            ZonedDateTime time = at.atZone(ZoneOffset.UTC);
            boolean dayFits = everyDay
                    ? time.getDayOfWeek() == weekday
                    : time.getDayOfWeek() == weekday || time.getDayOfMonth() == day;
            boolean hourFits = stepped ? time.getHour() % step == 0 : time.getHour() == hour;
            if (time.getMinute() == minute && hourFits && dayFits) {
                expected.add(at);
            }
        }

        assertThat(runs(cron, begin, 3)).as("%s after %s", text, begin).isEqualTo(expected);
        assertThat(cron.last(expected.get(1))).as(text).isEqualTo(expected.get(1));
        assertThat(cron.last(expected.get(1).minusSeconds(1))).as(text).isEqualTo(expected.get(0));
    }

    private static List<String> runs(String cron, String zone, String after, int count) {
        return runs(Cron.parse(cron, zone), Instant.parse(after), count).stream()
                .map(Instant::toString)
                .toList();
    }

    private static List<Instant> runs(Cron cron, Instant after, int count) {
        List<Instant> runs = new ArrayList<>();
        Instant at = after;
        for (int i = 0; i < count; i++) {
            at = cron.next(at);
            runs.add(at);
        }
        return runs;
    }

    private static String refusal(String cron) {
        try {
            Cron.parse(cron, "UTC");
            throw new AssertionError(cron + " was accepted");
        } catch (ScheduleException e) {
            assertThat(e.reason()).isEqualTo("InvalidSchedule");
            return String.valueOf(e.getMessage());
        }
    }
}
