package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says the errors of the JSON Schema validator in the words of Kubernetes. */
final class ErrorTranslation {
    private ErrorTranslation() {}

    /**
     * Where an error stands.
     *
     * @param schema null below a value of any form
     */
    private record Place(FieldPath path, @Nullable SchemaNode schema) {
        Place down(Object element) {
            if (element instanceof Number index) {
                return new Place(path.index(index.intValue()), schema == null ? null : schema.items());
            }
            String name = element.toString();
            return schema == null
                    ? new Place(path.field(name), null)
                    : new Place(schema.pathOf(path, name), schema.child(name));
        }

        JsonNode raw() {
            return schema == null ? MissingNode.getInstance() : schema.raw();
        }
    }

    static Cause translate(SchemaNode root, Error error) {
        Place place = new Place(FieldPath.ROOT, root);
        NodePath location = error.getInstanceLocation();
        for (int i = 0; i < location.getNameCount(); i++) {
            place = place.down(location.getElement(i));
        }
        String keyword = alternatives(error.getEvaluationPath());
        return cause(keyword == null ? error.getKeyword() : keyword, error, place);
    }

    private static Cause cause(String keyword, Error error, Place place) {
        FieldPath at = place.path();
        JsonNode value = error.getInstanceNode();
        JsonNode limit = error.getSchemaNode();
        Hidden hidden = new Hidden(place.schema() != null && place.schema().sensitive());
        return switch (keyword) {
            case "required" -> Causes.required(place.down(error.getProperty()).path(), "");
            case "type" -> hidden.typeInvalid(at, value, Expectations.type(place.raw(), limit));
            case "enum" -> hidden.notSupported(at, value, Expectations.supported(limit));
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
                hidden.invalid(at, value, Expectations.bounds(place.raw(), keyword, limit));
            case "maxLength" -> Causes.tooLong(at, Expectations.maxLength(value, limit));
            case "maxItems" -> Causes.tooMany(at, value.size(), "must have at most " + limit + " items");
            case "maxProperties" -> Causes.tooMany(at, value.size(), "must have at most " + limit + " entries");
            case "minItems" -> Causes.invalid(at, Expectations.atLeast(value.size(), limit, "item", "items"));
            case "minProperties" -> Causes.invalid(at, Expectations.atLeast(value.size(), limit, "entry", "entries"));
            case "minLength" -> hidden.invalid(at, value, Expectations.minLength(limit));
            case "pattern" -> hidden.invalid(at, value, Expectations.pattern(place.raw(), limit));
            case "format" -> hidden.invalid(at, value, Expectations.format(limit));
            case "multipleOf" -> hidden.invalid(at, value, "must be a multiple of " + limit);
            case "oneOf" -> hidden.invalid(at, value, "must match exactly one of the alternatives in the schema");
            case "anyOf" -> hidden.invalid(at, value, "must match at least one of the alternatives in the schema");
            case "not" -> hidden.invalid(at, value, "must not be what the schema excludes");
            default -> hidden.invalid(at, value, error.getMessage());
        };
    }

    /** The outermost anyOf or oneOf that an error comes from: why one alternative failed tells little. */
    private static @Nullable String alternatives(NodePath evaluation) {
        for (int i = 0; i < evaluation.getNameCount(); i++) {
            String element = evaluation.getElement(i).toString();
            if (element.equals("properties")) {
                i++;
            } else if (element.equals("anyOf") || element.equals("oneOf")) {
                return element;
            }
        }
        return null;
    }

    /** Makes causes that show the value, unless it is sensitive. */
    private record Hidden(boolean hide) {
        Cause invalid(FieldPath at, JsonNode value, String expected) {
            return hide ? Causes.invalid(at, expected) : Causes.invalid(at, value, expected);
        }

        Cause typeInvalid(FieldPath at, JsonNode value, String expected) {
            return hide
                    ? new Cause("FieldValueTypeInvalid", "Invalid value: " + expected, at.toString())
                    : Causes.typeInvalid(at, value, expected);
        }

        Cause notSupported(FieldPath at, JsonNode value, List<String> supported) {
            return hide
                    ? invalid(at, value, "supported values: " + supported)
                    : Causes.notSupported(at, value, supported);
        }
    }
}
