package dev.roadstead.apiserver.selector;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ObjectKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The {@code fieldSelector} query parameter. Immutable and thread-safe. */
public final class FieldSelector {
    private static final String NAME = "metadata.name";
    private static final String NAMESPACE = "metadata.namespace";

    /** One of the terms that must all hold. */
    private record Term(String field, boolean equal, String value) {
        boolean isOfKey() {
            return field.equals(NAME) || field.equals(NAMESPACE);
        }
    }

    private final List<Term> terms;

    private FieldSelector(List<Term> terms) {
        this.terms = terms;
    }

    /**
     * Reads the query parameter.
     *
     * @param text {@code metadata.name=web,spec.nodeName!=local}; {@code \} escapes {@code ,}, {@code =} and itself in a
     *     value; null or blank selects everything
     * @param definition names the fields that may be used besides metadata.name and metadata.namespace
     * @throws ApiException BadRequest for bad syntax or an unknown field, naming the supported ones
     */
    public static FieldSelector parse(@Nullable String text, ResourceDefinition definition) {
        if (text == null || text.isBlank()) {
            return new FieldSelector(List.of());
        }
        List<Term> terms = new ArrayList<>();
        for (String term : splitUnescaped(text)) {
            if (!term.isBlank()) {
                terms.add(parseTerm(text, term, definition));
            }
        }
        return new FieldSelector(List.copyOf(terms));
    }

    /**
     * The only name that a selector lets pass; empty if it lets several pass, or does not say it in one plain term.
     *
     * @param text as for {@link #parse}, of any form
     */
    public static String selectedName(String text) {
        for (String term : splitUnescaped(text)) {
            String[] sides = term.strip().split("==?", 2);
            boolean plain = sides.length == 2 && !sides[1].contains("\\") && !sides[1].contains("=");
            if (plain && sides[0].strip().equals(NAME)) {
                return sides[1].strip();
            }
        }
        return "";
    }

    private static Term parseTerm(String text, String term, ResourceDefinition definition) {
        int equals = term.indexOf('=');
        if (equals < 1) {
            throw bad(text, "\"" + term + "\": expected <field>=<value>, <field>==<value> or <field>!=<value>");
        }
        boolean negated = term.charAt(equals - 1) == '!';
        String field = term.substring(0, negated ? equals - 1 : equals).strip();
        boolean doubled = !negated && term.startsWith("=", equals + 1);
        String value = unescape(text, term.substring(equals + (doubled ? 2 : 1)).strip());
        if (!supported(definition).contains(field)) {
            throw bad(
                    text,
                    "field label not supported: " + field + ": " + definition.name() + " can be selected by "
                            + String.join(", ", supported(definition)));
        }
        return new Term(stored(definition, field), !negated, value);
    }

    /** The name of the field in stored objects, which are what is looked at. */
    private static String stored(ResourceDefinition definition, String field) {
        int index = definition.selectableFields().indexOf("." + field);
        return index < 0
                ? field
                : definition.storedSelectableFields().get(index).substring(1);
    }

    private static Set<String> supported(ResourceDefinition definition) {
        Set<String> fields = new LinkedHashSet<>(Set.of(NAME));
        if (definition.namespaced()) {
            fields.add(NAMESPACE);
        }
        definition.selectableFields().forEach(path -> fields.add(path.substring(1)));
        return fields;
    }

    private static List<String> splitUnescaped(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ',') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static String unescape(String text, String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
                    throw bad(text, "value \"" + value + "\": after \\ expected \\, ',' or '='");
                }
                c = value.charAt(i);
            } else if (c == '=') {
                throw bad(text, "value \"" + value + "\": '=' must be written \\=");
            }
            plain.append(c);
        }
        return plain.toString();
    }

    private static ApiException bad(String text, String problem) {
        return new ApiException(new ApiFault.BadRequest("fieldSelector \"" + text + "\": " + problem));
    }

    /** Whether every object is selected. */
    public boolean isEmpty() {
        return terms.isEmpty();
    }

    /** Whether {@link #matches} looks at more than the key. */
    public boolean readsContent() {
        return !terms.stream().allMatch(Term::isOfKey);
    }

    /**
     * Whether the object is selected. A field that is absent equals the empty string, as in Kubernetes.
     *
     * @param fields the values of the selectable fields by name; asked for only if a field outside the key is named
     */
    public boolean matches(ObjectKey key, Supplier<Map<String, String>> fields) {
        for (Term term : terms) {
            String actual = switch (term.field) {
                case NAME -> key.name();
                case NAMESPACE -> key.namespace();
                default -> fields.get().getOrDefault(term.field, "");
            };
            if (actual.equals(term.value) != term.equal) {
                return false;
            }
        }
        return true;
    }
}
