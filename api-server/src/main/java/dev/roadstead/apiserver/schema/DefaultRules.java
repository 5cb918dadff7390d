package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import java.util.Map;

/** Every default must be valid by the schema that it stands in. */
final class DefaultRules {
    private DefaultRules() {}

    /** Walks a structural schema. */
    static void check(ObjectNode schema, FieldPath at, List<Cause> causes) {
        JsonNode value = schema.path("default");
        if (!value.isMissingNode()) {
            checkDefault(schema, value, at.field("default"), causes);
        }
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            child(entry.getValue(), at.field("properties").key(entry.getKey()), causes);
        }
        child(schema.path("items"), at.field("items"), causes);
        child(schema.path("additionalProperties"), at.field("additionalProperties"), causes);
    }

    private static void child(JsonNode child, FieldPath at, List<Cause> causes) {
        if (child instanceof ObjectNode schema) {
            check(schema, at, causes);
        }
    }

    private static void checkDefault(ObjectNode schema, JsonNode value, FieldPath at, List<Cause> causes) {
        SchemaNode node = SchemaCompiler.compile(schema);
        for (String unknown : ObjectShaper.unknownIn(node, value)) {
            causes.add(new Cause(
                    "FieldValueInvalid",
                    "Invalid value: must be pruned: the schema does not know this field",
                    at + "." + unknown));
        }
        JsonNode shaped = ObjectShaper.shapeValue(node, value);
        for (Cause cause : new SchemaValidator(node).validate(shaped, null)) {
            String inside = cause.field().isEmpty() || cause.field().startsWith("[") ? "" : ".";
            causes.add(new Cause(cause.reason(), cause.message(), at + inside + cause.field()));
        }
    }
}
