package dev.roadstead.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.roadstead.crd.Doc;
import dev.roadstead.crd.Pattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * An amount as Kubernetes writes it: {@code 500m}, {@code 64Mi}, {@code 2}.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
 */
@Doc("An amount: 500m, 2, 64Mi, 1.5G.")
@Pattern(Quantity.SYNTAX)
public record Quantity(@JsonValue String text) {
    public static final String SYNTAX = "^([0-9]{1,15}(\\.[0-9]{1,9})?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$";

    /** As many as {@link #SYNTAX} has after the point. */
    private static final int PLACES = 9;

    private static final java.util.regex.Pattern PARTS = java.util.regex.Pattern.compile(SYNTAX);
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("", BigDecimal.ONE),
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("Ki", BigDecimal.TWO.pow(10)),
            Map.entry("Mi", BigDecimal.TWO.pow(20)),
            Map.entry("Gi", BigDecimal.TWO.pow(30)),
            Map.entry("Ti", BigDecimal.TWO.pow(40)),
            Map.entry("Pi", BigDecimal.TWO.pow(50)));

    public static Quantity of(String text) {
        return new Quantity(text);
    }

    /** YAML's {@code cpu: 2} is a number. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Quantity ofJson(Object value) {
        return new Quantity(String.valueOf(value));
    }

    /**
     * The amount in base units (bytes, cores), rounded up; at most {@link Long#MAX_VALUE}.
     *
     * @throws IllegalArgumentException if the text is no quantity
     */
    public long value() {
        return whole(decimal());
    }

    /**
     * The amount in billionths, rounded up: what Docker calls NanoCPUs; at most {@link Long#MAX_VALUE}.
     *
     * @throws IllegalArgumentException if the text is no quantity
     */
    public long nano() {
        return whole(decimal().movePointRight(9));
    }

    /**
     * A decimal number that is not negative, rounded to nine places.
     *
     * @throws IllegalArgumentException if it is negative, or has more than 15 digits before the point
     */
    public static Quantity of(BigDecimal amount) {
        BigDecimal rounded = amount.setScale(PLACES, RoundingMode.HALF_EVEN).stripTrailingZeros();
        Quantity quantity =
                new Quantity(rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString());
        if (!quantity.readable()) {
            throw new IllegalArgumentException("no quantity can say " + rounded.toPlainString());
        }
        return quantity;
    }

    /**
     * The amount as it is written, in base units.
     *
     * @throws IllegalArgumentException if the text is no quantity
     */
    public BigDecimal decimal() {
        var parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a quantity: \"" + text + "\"; expected one like 500m, 2 or 64Mi");
        }
        String suffix = parts.group(3) == null ? "" : parts.group(3);
        return new BigDecimal(parts.group(1)).multiply(FACTORS.get(suffix));
    }

    /** Whether the text is an amount: none that is negative, or has more digits than there can be of anything, is one. */
    public boolean readable() {
        return PARTS.matcher(text).matches();
    }

    /** The smaller of the two amounts; this one when they are equal. */
    public Quantity min(Quantity other) {
        return other.decimal().compareTo(decimal()) < 0 ? other : this;
    }

    /** More than an engine could have in any case: it says so itself, in words for the user. */
    private static long whole(BigDecimal amount) {
        return amount.setScale(0, RoundingMode.CEILING).min(MOST).longValueExact();
    }
}
