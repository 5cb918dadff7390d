package dev.roadstead.controller.plan.usage;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;

/** Amounts that were taken evenly over a time, which is longer than nothing. */
record Span(Subject subject, Instant from, Instant to, Measures amounts) {
    /** Shares by month; what was before {@code first}, whose report changes no more, is its. */
    SortedMap<YearMonth, Measures> byMonth(YearMonth first) {
        SortedMap<YearMonth, Measures> shares = new TreeMap<>();
        BigDecimal whole = Measures.hours(Duration.between(from, to));
        for (Instant at = from; at.isBefore(to); ) {
            YearMonth month = Months.of(at);
            Instant end = Months.end(month).isBefore(to) ? Months.end(month) : to;
            BigDecimal part = Measures.hours(Duration.between(at, end));
            Measures share = end.equals(to) && at.equals(from)
                    ? amounts
                    : amounts.times(part.divide(whole, MathContext.DECIMAL64));
            shares.merge(month.isBefore(first) ? first : month, share, Measures::plus);
            at = end;
        }
        return shares;
    }

    /** Calendar months, UTC. */
    static final class Months {
        private Months() {}

        static YearMonth of(Instant time) {
            return YearMonth.from(time.atOffset(ZoneOffset.UTC));
        }

        static Instant start(YearMonth month) {
            return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        static Instant end(YearMonth month) {
            return start(month.plusMonths(1));
        }
    }
}
