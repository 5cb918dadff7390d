package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Amounts of bytes as people read them. */
public final class Sizes {
    private static final List<String> SUFFIXES = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi");
    private static final BigDecimal STEP = BigDecimal.valueOf(1024);

    private Sizes() {}

    /** Exact below 1 Ki, else with one decimal: {@code 1.5Mi}. */
    public static Quantity of(long bytes) {
        BigDecimal amount = BigDecimal.valueOf(bytes);
        int suffix = 0;
        while (amount.compareTo(STEP) >= 0 && suffix < SUFFIXES.size() - 1) {
            amount = amount.divide(STEP);
            suffix++;
        }
        BigDecimal rounded = amount.setScale(suffix == 0 ? 0 : 1, RoundingMode.HALF_UP);
        return Quantity.of(rounded.stripTrailingZeros().toPlainString() + SUFFIXES.get(suffix));
    }
}
