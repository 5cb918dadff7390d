package dev.roadstead.apiserver.registry;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities of Kubernetes as numbers. Pure. */
final class Amounts {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?");
    private static final Map<String, BigDecimal> FACTORS = Map.ofEntries(
            Map.entry("m", new BigDecimal("0.001")),
            Map.entry("k", BigDecimal.TEN.pow(3)),
            Map.entry("M", BigDecimal.TEN.pow(6)),
            Map.entry("G", BigDecimal.TEN.pow(9)),
            Map.entry("T", BigDecimal.TEN.pow(12)),
            Map.entry("P", BigDecimal.TEN.pow(15)),
            Map.entry("Ki", binary(10)),
            Map.entry("Mi", binary(20)),
            Map.entry("Gi", binary(30)),
            Map.entry("Ti", binary(40)),
            Map.entry("Pi", binary(50)));

    private Amounts() {}

    private static BigDecimal binary(int power) {
        return BigDecimal.TWO.pow(power);
    }

    /**
     * {@code 500m}, {@code 2} or {@code 64Mi}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static BigDecimal parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no amount, as 500m, 2 or 64Mi");
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        return matcher.group(2) == null ? number : number.multiply(FACTORS.get(matcher.group(2)));
    }

    /** As short as it is exact: {@code 3Gi}, {@code 1536Mi}, {@code 7}. */
    static String text(BigDecimal amount) {
        if (amount.signum() > 0) {
            for (String unit : new String[] {"Pi", "Ti", "Gi", "Mi", "Ki"}) {
                BigDecimal[] parts = amount.divideAndRemainder(FACTORS.getOrDefault(unit, BigDecimal.ONE));
                if (parts[1].signum() == 0) {
                    return parts[0].toBigInteger() + unit;
                }
            }
        }
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
