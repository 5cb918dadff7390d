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

    private static final java.util.regex.Pattern PARTS = java.util.regex.Pattern.compile(SYNTAX);
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

    @JsonCreator
    public static Quantity of(String text) {
        return new Quantity(text);
    }

    /**
     * The amount in base units (bytes, cores), rounded up.
     *
     * @throws IllegalArgumentException if the text is no quantity, or one beyond the range of a long
     */
    public long value() {
        return whole(exact());
    }

    /**
     * The amount in billionths, rounded up: what Docker calls NanoCPUs.
     *
     * @throws IllegalArgumentException if the text is no quantity, or one beyond the range of a long
     */
    public long nano() {
        return whole(exact().movePointRight(9));
    }

    private long whole(BigDecimal amount) {
        try {
            return amount.setScale(0, RoundingMode.CEILING).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large a quantity: \"" + text + "\"", e);
        }
    }

    private BigDecimal exact() {
        var parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a quantity: \"" + text + "\"; expected one like 500m, 2 or 64Mi");
        }
        String suffix = parts.group(3) == null ? "" : parts.group(3);
        return new BigDecimal(parts.group(1)).multiply(FACTORS.get(suffix));
    }
}
