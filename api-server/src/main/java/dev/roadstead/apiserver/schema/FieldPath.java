package dev.roadstead.apiserver.schema;

import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in an object, in the form that kubectl users know: {@code spec.template.ports[0].containerPort},
 * and {@code spec.env[FOO]} for the keys of maps. A linked list that grows at its end, so a walk over an object makes
 * text only for the paths that it reports.
 */
public final class FieldPath {
    /** The object itself; its text is empty. */
    public static final FieldPath ROOT = new FieldPath(null, "", "", "");

    private final @Nullable FieldPath parent;
    private final String before;
    private final String name;
    private final String after;

    private FieldPath(@Nullable FieldPath parent, String before, String name, String after) {
        this.parent = parent;
        this.before = before;
        this.name = name;
        this.after = after;
    }

    /** {@code spec.env} and so on, dot by dot. */
    public static FieldPath of(String dotted) {
        FieldPath path = ROOT;
        for (String part : dotted.split("\\.", -1)) {
            path = path.field(part);
        }
        return path;
    }

    public FieldPath field(String field) {
        return new FieldPath(this, parent == null ? "" : ".", field, "");
    }

    public FieldPath index(int index) {
        return new FieldPath(this, "[", Integer.toString(index), "]");
    }

    public FieldPath key(String key) {
        return new FieldPath(this, "[", key, "]");
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        if (parent != null) {
            parent.write(out);
        }
        out.append(before).append(name).append(after);
    }
}
