package dev.roadstead.apiserver.cel;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Field names as CEL can write them (Kubernetes, "Validation rules", "Accessible property names"). */
final class FieldNames {
    private static final Pattern ACCESSIBLE = Pattern.compile("[a-zA-Z_.\\-/][a-zA-Z0-9_.\\-/]*");
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");

    private FieldNames() {}

    /** Null when no expression can name the field. */
    static @Nullable String escape(String name) {
        if (!ACCESSIBLE.matcher(name).matches()) {
            return null;
        }
        if (RESERVED.contains(name)) {
            return "__" + name + "__";
        }
        return name.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__");
    }

    static String unescape(String escaped) {
        if (!escaped.contains("__")) {
            return escaped;
        }
        String inner = escaped.length() > 4 ? escaped.substring(2, escaped.length() - 2) : "";
        if (escaped.startsWith("__") && escaped.endsWith("__") && RESERVED.contains(inner)) {
            return inner;
        }
        return escaped.replace("__dot__", ".")
                .replace("__dash__", "-")
                .replace("__slash__", "/")
                .replace("__underscores__", "__");
    }
}
