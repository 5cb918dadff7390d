package dev.roadstead.apiserver.schema;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what somebody may have meant. */
final class Spelling {
    private static final int TOLERANCE = 2;
    private static final int LONGEST = 64;

    private Spelling() {}

    /** The known name with the least edits from the word, at most two, letter case aside; null if there is none. */
    static @Nullable String closest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return null;
        }
        String best = null;
        int least = TOLERANCE + 1;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            // Two edits make any word of two letters of any other.
            if (distance < least && distance < candidate.length() - 1) {
                best = candidate;
                least = distance;
            }
        }
        return best;
    }

    /** Levenshtein's distance; anything above the tolerance counts as just that. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > TOLERANCE) {
            return TOLERANCE + 1;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
