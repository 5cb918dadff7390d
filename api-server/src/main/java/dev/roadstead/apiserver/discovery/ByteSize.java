package dev.roadstead.apiserver.discovery;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/** Numbers of bytes as people read them. The object keeps the exact number. */
final class ByteSize {
    private static final Pattern PLAIN = Pattern.compile("[0-9]{1,18}");
    private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
    private static final BigDecimal STEP = BigDecimal.valueOf(1024);

    private ByteSize() {}

    /**
     * {@code 25169195008} as {@code 23.4Gi}: in the largest unit that there is one of, to one decimal. A text that is no
     * plain number, such as {@code 64Mi}, was written by a person and stays as it is.
     */
    static String format(String bytes) {
        if (!PLAIN.matcher(bytes).matches()) {
            return bytes;
        }
        BigDecimal exact = new BigDecimal(bytes);
        BigDecimal shown = exact;
        int unit = 0;
        // What rounds up to 1024 of a unit is one of the next.
        while (shown.compareTo(STEP) >= 0) {
            unit++;
            exact = exact.divide(STEP);
            shown = exact.setScale(1, RoundingMode.HALF_UP);
        }
        BigDecimal plain = shown.signum() == 0 ? BigDecimal.ZERO : shown.stripTrailingZeros();
        return plain.toPlainString() + UNITS[unit];
    }
}
