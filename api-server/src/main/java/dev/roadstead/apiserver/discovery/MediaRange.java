package dev.roadstead.apiserver.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One wish of an Accept header (RFC 9110, 12.5.1).
 *
 * @param type media type in lower case; may be {@code *}{@code /*} or {@code application/*}
 * @param parameters by name in lower case, without {@code q}
 * @param quality 0 to 1; 0 means "not this"
 */
record MediaRange(String type, Map<String, String> parameters, double quality) {
    private static final MediaRange ANYTHING = new MediaRange("*/*", Map.of(), 1);

    /** Best first: by quality, then in the order of the header, as Kubernetes does. */
    static List<MediaRange> parse(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return List.of(ANYTHING);
        }
        List<MediaRange> ranges = new ArrayList<>();
        for (String clause : accept.split(",", -1)) {
            MediaRange range = parseClause(clause);
            if (range.quality > 0 && !range.type.isEmpty()) {
                ranges.add(range);
            }
        }
        ranges.sort(Comparator.comparingDouble(MediaRange::quality).reversed());
        return ranges;
    }

    private static MediaRange parseClause(String clause) {
        String[] parts = clause.split(";", -1);
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
                parameters.put(name, unquote(parts[i].substring(equals + 1).strip()));
            }
        }
        String quality = parameters.remove("q");
        return new MediaRange(parts[0].strip().toLowerCase(Locale.ROOT), parameters, parseQuality(quality));
    }

    /** A quality that cannot be read counts as 1: being helpful costs nothing here. */
    private static double parseQuality(@Nullable String text) {
        return text != null && text.matches("0(\\.\\d{0,3})?") ? Double.parseDouble(text) : 1;
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** Whether {@code mediaType} (no parameters) is in this range. */
    boolean accepts(String mediaType) {
        return type.equals("*/*") || type.equals(mediaType) || type.equals(mediaType.replaceAll("/.*", "/*"));
    }

    /** The empty string if it is absent. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }
}
