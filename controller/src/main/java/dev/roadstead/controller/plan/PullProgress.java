package dev.roadstead.controller.plan;

import java.util.Locale;

/**
 * How far the pull of an image is.
 *
 * @param layers those that the registry has named so far
 * @param bytes downloaded so far
 * @param totalBytes of the layers whose size is known; 0 when none is
 */
public record PullProgress(int layersDone, int layers, long bytes, long totalBytes) {
    /** Before anything was heard of the registry. */
    public static final PullProgress BEGINS = new PullProgress(0, 0, 0, 0);

    /** In a sentence, such as {@code pulling shop:1.4: 3 of 7 layers, 41 of 120 MB}. */
    public String describe(String image) {
        if (layers == 0) {
            return "pulling " + image;
        }
        String amount = totalBytes == 0 ? "" : ", %s of %s MB".formatted(megabytes(bytes), megabytes(totalBytes));
        return "pulling %s: %d of %d layers%s".formatted(image, layersDone, layers, amount);
    }

    private static String megabytes(long bytes) {
        return bytes >= 10_000_000
                ? String.valueOf(Math.round(bytes / 1e6))
                : String.format(Locale.ROOT, "%.1f", bytes / 1e6);
    }
}
