package dev.roadstead.controller.plan.usage;

import dev.roadstead.model.Meter;
import dev.roadstead.model.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Amounts by meter; what is absent is nothing. */
public record Measures(Map<Meter, BigDecimal> amounts) {
    public static final Measures NONE = new Measures(Map.of());

    private static final BigDecimal NANOS_OF_HOUR =
            BigDecimal.valueOf(Duration.ofHours(1).toNanos());
    private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

    /** As a report has them; names that are not known here are left out. */
    public static Measures of(Map<String, Quantity> amounts) {
        Map<Meter, BigDecimal> known = new EnumMap<>(Meter.class);
        amounts.forEach((key, amount) -> Meter.of(key).ifPresent(meter -> known.put(meter, amount.decimal())));
        return new Measures(known);
    }

    static Measures of(Meter meter, BigDecimal amount) {
        return new Measures(Map.of(meter, amount));
    }

    public BigDecimal of(Meter meter) {
        return amounts.getOrDefault(meter, BigDecimal.ZERO);
    }

    public Measures plus(Measures more) {
        Map<Meter, BigDecimal> sums = new EnumMap<>(Meter.class);
        sums.putAll(amounts);
        more.amounts.forEach((meter, amount) -> sums.merge(meter, amount, BigDecimal::add));
        return new Measures(sums);
    }

    /** Exact; what is nothing then is absent. */
    Measures minus(Measures less) {
        Map<Meter, BigDecimal> rest = new EnumMap<>(Meter.class);
        rest.putAll(amounts);
        less.amounts.forEach((meter, amount) -> rest.merge(meter, amount.negate(), BigDecimal::add));
        rest.values().removeIf(amount -> amount.signum() == 0);
        return new Measures(rest);
    }

    Measures times(BigDecimal factor) {
        Map<Meter, BigDecimal> products = new EnumMap<>(Meter.class);
        amounts.forEach((meter, amount) -> products.put(meter, amount.multiply(factor, MathContext.DECIMAL64)));
        return new Measures(products);
    }

    /** As a report has them: rounded to nine places, and without what is nothing then. */
    public SortedMap<String, Quantity> quantities() {
        SortedMap<String, Quantity> quantities = new TreeMap<>();
        amounts.forEach((meter, amount) -> {
            Quantity quantity = Quantity.of(amount);
            if (quantity.decimal().signum() > 0) {
                quantities.put(meter.key(), quantity);
            }
        });
        return quantities;
    }

    static BigDecimal hours(Duration time) {
        return hours(time.toNanos());
    }

    static BigDecimal hours(long nanos) {
        return BigDecimal.valueOf(nanos).divide(NANOS_OF_HOUR, MathContext.DECIMAL64);
    }

    static BigDecimal gib(long bytes) {
        return BigDecimal.valueOf(bytes).divide(GIB, MathContext.DECIMAL64);
    }
}
