package dev.roadstead.apiserver.schema;

import java.time.YearMonth;

/** Points in time as servers write them. Pure. */
final class Timestamps {
    private static final String FORM = "0000-00-00T00:00:00Z";

    private Timestamps() {}

    /** Whether this is a moment of RFC 3339 in UTC with whole seconds; other forms of it may be valid all the same. */
    static boolean isPlain(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char expected = FORM.charAt(i);
            char found = text.charAt(i);
            if (expected == '0' ? found < '0' || found > '9' : found != expected) {
                return false;
            }
        }
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(number(text, 0, 4), month).lengthOfMonth()
                && number(text, 11, 13) < 24
                && number(text, 14, 16) < 60
                && number(text, 17, 19) < 60;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
