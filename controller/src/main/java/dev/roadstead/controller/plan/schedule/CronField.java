package dev.roadstead.controller.plan.schedule;

import java.util.List;
import java.util.Locale;

/**
 * The values of one field of a cron schedule.
 *
 * @param values bit n is set when n is one of them; at most 59
 * @param any whether the field leaves it open: {@code *}
 * @param starred whether it begins with {@code *}: real time counts, not the clock on the wall
 */
record CronField(long values, boolean any, boolean starred) {
    /** What a field counts, in order of the fields. */
    enum Unit {
        MINUTE("minute", 0, 59, ""),
        HOUR("hour", 0, 23, ""),
        DAY("day of month", 1, 31, ""),
        MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
        /** 7 is Sunday too. */
        WEEKDAY("day of week", 0, 7, "SUN MON TUE WED THU FRI SAT");

        private final String label;
        private final int min;
        private final int max;
        /** Three letters each; the first is that of {@code min}. */
        private final String names;

        Unit(String label, int min, int max, String names) {
            this.label = label;
            this.min = min;
            this.max = max;
            this.names = names;
        }

        /** Its number, or -1 if it is no name. */
        private int named(String text) {
            int index = List.of(names.split(" ", -1)).indexOf(text.toUpperCase(Locale.ROOT));
            return index < 0 || names.isEmpty() ? -1 : index + min;
        }

        private int last() {
            return this == WEEKDAY ? 6 : max;
        }
    }

    /**
     * Reads a field.
     *
     * @throws ScheduleException if the text is no list of numbers, names, ranges and steps
     */
    static CronField parse(Unit unit, String text) {
        long values = 0;
        boolean any = false;
        for (String part : text.split(",", -1)) {
            values |= part(unit, text, part);
            any |= isStar(part) || part.equals("*/1");
        }
        if (unit == Unit.WEEKDAY && (values & (1L << 7)) != 0) {
            values = (values | 1) & ~(1L << 7);
        }
        return new CronField(values, any, text.startsWith("*") || text.startsWith("?"));
    }

    boolean has(int value) {
        return (values & (1L << value)) != 0;
    }

    int smallest() {
        return Long.numberOfTrailingZeros(values);
    }

    private static long part(Unit unit, String field, String part) {
        String[] stepped = part.split("/", -1);
        if (stepped.length > 2) {
            throw wrong(unit, field, "\"" + part + "\" has more than one /");
        }
        int step = stepped.length == 2 ? step(unit, field, stepped[1]) : 1;
        String range = stepped[0];
        if (isStar(range)) {
            return bits(unit.min, unit.last(), step);
        }
        String[] ends = range.split("-", -1);
        if (ends.length > 2) {
            throw wrong(unit, field, "\"" + range + "\" has more than one -");
        }
        int from = value(unit, field, ends[0]);
        int to = ends.length == 2 ? value(unit, field, ends[1]) : stepped.length == 2 ? unit.last() : from;
        if (from > to) {
            throw wrong(unit, field, "\"" + range + "\" ends before it begins");
        }
        return bits(from, to, step);
    }

    private static boolean isStar(String range) {
        return range.equals("*") || range.equals("?");
    }

    private static long bits(int from, int to, int step) {
        long bits = 0;
        for (int value = from; value <= to; value += step) {
            bits |= 1L << value;
        }
        return bits;
    }

    private static int step(Unit unit, String field, String text) {
        int step = number(text);
        if (step < 1 || step > unit.max) {
            throw wrong(unit, field, "the step \"" + text + "\" is not a number from 1 to " + unit.max);
        }
        return step;
    }

    private static int value(Unit unit, String field, String text) {
        int named = unit.named(text);
        if (named >= 0) {
            return named;
        }
        int value = number(text);
        if (value < unit.min || value > unit.max) {
            String names = unit.names.isEmpty() ? "" : ", or a name such as " + unit.names.substring(0, 3);
            throw wrong(unit, field, "\"" + text + "\" is not a number from " + unit.min + " to " + unit.max + names);
        }
        return value;
    }

    /** -1 for what is none. */
    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    private static ScheduleException wrong(Unit unit, String field, String what) {
        return new ScheduleException(
                "The " + unit.label + " \"" + field + "\" of the schedule is wrong: " + what + ".", false);
    }
}
