package dev.roadstead.cli.console;

import java.util.Locale;

/** Amounts of bytes as people read them. */
public final class Sizes {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};

    private Sizes() {}

    /** In the unit that reads best: {@code 512 B}, {@code 1.5 GiB}. */
    public static String text(long bytes) {
        double amount = bytes;
        int unit = -1;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }
}
