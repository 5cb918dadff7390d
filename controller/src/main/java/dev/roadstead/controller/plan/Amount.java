package dev.roadstead.controller.plan;

/** Writes amounts of resources as people write them in a manifest. */
final class Amount {
    private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
    private static final long NANOS_OF_MILLI = 1_000_000;

    private Amount() {}

    /** Processors, rounded down to thousandths: {@code 2}, {@code 500m}. */
    static String cpu(long nano) {
        long milli = Math.floorDiv(nano, NANOS_OF_MILLI);
        return milli % 1000 == 0 ? String.valueOf(milli / 1000) : milli + "m";
    }

    /** Bytes, rounded down, in the largest unit that leaves at least ten of it or nothing over: {@code 2Gi}, {@code 1536Mi}. */
    static String memory(long bytes) {
        long amount = bytes;
        int unit = 0;
        while (unit < UNITS.length - 1 && amount >= 1024 && (amount % 1024 == 0 || amount >= 10 * 1024)) {
            amount /= 1024;
            unit++;
        }
        return amount + UNITS[unit];
    }
}
