package dev.roadstead.apiserver.cel;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Kubernetes quantity ({@code 500m}, {@code 64Mi}, {@code 1e3}): equal when of the same amount. */
record Quantity(BigDecimal amount) implements Comparable<Quantity> {
    private static final int LONGEST = 100;
    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\\d{1,3})?");
    private static final Map<String, Integer> DECIMAL =
            Map.of("n", -9, "u", -6, "m", -3, "k", 3, "M", 6, "G", 9, "T", 12, "P", 15, "E", 18);
    private static final String BINARY = "KMGTPE";

    Quantity {
        amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    }

    static boolean is(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }

    static Quantity parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text.substring(0, Math.min(text.length(), LONGEST)) + "\" is no quantity, as 500m or 64Mi");
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2);
        if (suffix == null) {
            return new Quantity(number);
        }
        Integer exponent = DECIMAL.get(suffix);
        if (exponent != null) {
            return new Quantity(number.scaleByPowerOfTen(exponent));
        }
        if (suffix.endsWith("i")) {
            return new Quantity(number.multiply(BigDecimal.valueOf(1024).pow(BINARY.indexOf(suffix.charAt(0)) + 1)));
        }
        return new Quantity(number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1))));
    }

    boolean isInteger() {
        return amount.scale() <= 0 && amount.precision() - amount.scale() <= 19 && fits();
    }

    private boolean fits() {
        return amount.toBigInteger().bitLength() < Long.SIZE;
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }
}
