package dev.roadstead.controller.plan.schedule;

import dev.roadstead.controller.plan.schedule.CronField.Unit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Five fields and a time zone, as Kubernetes reads them: when both days are given, either will do.
 *
 * <p>When clocks change it does as cronie does, so that a nightly run is made once every night: a time that the clock
 * skips is moved to the moment at which it skips, one that comes twice counts the first time. Schedules whose hour or
 * minute begins with {@code *} go by real time instead.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/crontab.5.html">crontab(5)</a>
 */
public final class Cron {
    /** 29 February may be eight years away, at the turn of most centuries. */
    private static final int MONTHS = 9 * 12;

    private static final int LEAP_YEAR = 2024;

    private final CronField minutes;
    private final CronField hours;
    private final CronField days;
    private final CronField months;
    private final CronField weekdays;
    private final ZoneId zone;

    private Cron(
            CronField minutes, CronField hours, CronField days, CronField months, CronField weekdays, ZoneId zone) {
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.months = months;
        this.weekdays = weekdays;
        this.zone = zone;
    }

    /**
     * Reads a schedule.
     *
     * @throws ScheduleException if the text is none, or one that never comes, or if there is no such zone
     */
    public static Cron parse(String text, String timeZone) {
        List<String> parts = List.of(text.strip().split("\\s+", -1));
        if (parts.size() != 5) {
            throw new ScheduleException(
                    "The schedule \"" + text + "\" has " + parts.size()
                            + " fields; it needs five: minute, hour, day of month, month, day of week.",
                    false);
        }
        Cron cron = new Cron(
                CronField.parse(Unit.MINUTE, parts.get(0)),
                CronField.parse(Unit.HOUR, parts.get(1)),
                CronField.parse(Unit.DAY, parts.get(2)),
                CronField.parse(Unit.MONTH, parts.get(3)),
                CronField.parse(Unit.WEEKDAY, parts.get(4)),
                zone(timeZone));
        if (cron.neverComes()) {
            throw new ScheduleException(
                    "The schedule \"" + text + "\" never comes: no month of it has a day " + cron.days.smallest()
                            + ". Change the day of month or the month.",
                    true);
        }
        return cron;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ScheduleException(
                    "There is no time zone \"" + name + "\". Give one such as UTC or Europe/Berlin.", false);
        }
    }

    private boolean neverComes() {
        return weekdays.any()
                && IntStream.rangeClosed(1, 12)
                        .filter(months::has)
                        .allMatch(month -> YearMonth.of(LEAP_YEAR, month).lengthOfMonth() < days.smallest());
    }

    /** The first time after this one. */
    public Instant next(Instant after) {
        LocalDate first = after.atZone(zone).toLocalDate();
        for (int i = 0; i <= MONTHS; i++) {
            YearMonth month = YearMonth.from(first).plusMonths(i);
            LocalDate from = i == 0 ? first : month.atDay(1);
            Optional<Instant> found = dates(from, month.atEndOfMonth())
                    .flatMap(date -> onDay(date, time -> time.isAfter(after)).min(Comparator.naturalOrder()).stream())
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("a schedule that was found to come does not within nine years of " + after);
    }

    /** The last time that is not after this one. */
    public Instant last(Instant until) {
        LocalDate first = until.atZone(zone).toLocalDate();
        for (int i = 0; i <= MONTHS; i++) {
            YearMonth month = YearMonth.from(first).minusMonths(i);
            LocalDate to = i == 0 ? first : month.atEndOfMonth();
            Optional<Instant> found = dates(month.atDay(1), to)
                    .sorted(Comparator.reverseOrder())
                    .flatMap(date -> onDay(date, time -> !time.isAfter(until)).max(Comparator.naturalOrder()).stream())
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("a schedule that was found to come did not within nine years of " + until);
    }

    private Stream<LocalDate> dates(LocalDate from, LocalDate to) {
        return months.has(from.getMonthValue())
                ? from.datesUntil(to.plusDays(1)).filter(this::isDay)
                : Stream.empty();
    }

    private boolean isDay(LocalDate date) {
        boolean day = days.has(date.getDayOfMonth());
        boolean weekday = weekdays.has(date.getDayOfWeek().getValue() % 7);
        boolean open = days.any() || weekdays.any();
        return open ? (day && weekday) : (day || weekday);
    }

    private Stream<Instant> onDay(LocalDate date, Predicate<Instant> wanted) {
        return IntStream.range(0, 24)
                .filter(hours::has)
                .boxed()
                .flatMap(hour ->
                        IntStream.range(0, 60).filter(minutes::has).mapToObj(minute -> date.atTime(hour, minute)))
                .flatMap(this::instants)
                .filter(wanted);
    }

    private Stream<Instant> instants(LocalDateTime time) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        if (hours.starred() || minutes.starred()) {
            return offsets.stream().map(time::toInstant);
        }
        return Stream.of(
                offsets.isEmpty()
                        ? zone.getRules().getTransition(time).getInstant()
                        : time.toInstant(offsets.getFirst()));
    }
}
