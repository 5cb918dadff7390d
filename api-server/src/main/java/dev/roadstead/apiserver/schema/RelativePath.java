package dev.roadstead.apiserver.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code fieldPath} of a validation rule: {@code .spec.name}, {@code .labels['example.com/a']}; no lists. */
final class RelativePath {
    private static final Pattern STEP = Pattern.compile("\\.([a-zA-Z_][a-zA-Z0-9_-]*)|\\.?\\['([^'\\\\]+)'\\]");

    private RelativePath() {}

    /** The absolute path; null if it leads to no field of the schema. */
    static @Nullable FieldPath resolve(SchemaNode schema, FieldPath from, String relative) {
        FieldPath path = from;
        SchemaNode at = schema;
        for (String name : steps(relative)) {
            SchemaNode child = at.child(name);
            if (child == null) {
                return null;
            }
            path = at.pathOf(path, name);
            at = child;
        }
        return path == from && !relative.isEmpty() ? null : path;
    }

    /** Empty if this is no path. */
    private static List<String> steps(String relative) {
        List<String> names = new ArrayList<>();
        Matcher step = STEP.matcher(relative);
        int end = 0;
        while (step.find() && step.start() == end) {
            names.add(step.group(1) == null ? step.group(2) : step.group(1));
            end = step.end();
        }
        return end == relative.length() ? names : List.of();
    }
}
