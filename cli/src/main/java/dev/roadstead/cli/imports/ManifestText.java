package dev.roadstead.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Documents as YAML in block style. Text is quoted wherever a reader of YAML 1.1 might take it for something else. */
final class ManifestText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9._/@-]*(:[A-Za-z0-9._/@-]+)*");
    private static final Set<String> WORDS = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private final StringBuilder text = new StringBuilder();

    private ManifestText() {}

    /** A document, after a line of three dashes and its comments. */
    static String document(List<String> comments, JsonNode document) {
        ManifestText yaml = new ManifestText();
        yaml.text.append("---\n");
        comments.forEach(comment ->
                yaml.text.append("# ").append(comment.replaceAll("\\R", " ")).append('\n'));
        yaml.mapping(document, "");
        return yaml.text.toString();
    }

    private void mapping(JsonNode object, String indent) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            text.append(indent).append(scalar(field.getKey())).append(':');
            value(field.getValue(), indent);
        }
    }

    private void value(JsonNode value, String indent) {
        if (value.isObject() && !value.isEmpty()) {
            text.append('\n');
            mapping(value, indent + "  ");
        } else if (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainerNode)) {
            text.append('\n');
            value.forEach(item -> item(item, indent));
        } else {
            text.append(' ').append(inline(value)).append('\n');
        }
    }

    private void item(JsonNode item, String indent) {
        ManifestText inner = new ManifestText();
        inner.mapping(item, indent + "  ");
        text.append(indent).append("- ").append(inner.text.substring(indent.length() + 2));
    }

    private static String inline(JsonNode value) {
        return value.isArray()
                ? "["
                        + String.join(
                                ", ",
                                value.valueStream().map(ManifestText::inline).toList()) + "]"
                : value.isTextual() ? scalar(value.textValue()) : value.toString();
    }

    /** JSON's quoting is YAML's, too. */
    private static String scalar(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : TextNode.valueOf(text).toString();
    }
}
