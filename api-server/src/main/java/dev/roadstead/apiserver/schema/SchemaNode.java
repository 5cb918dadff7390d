package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of a structural schema, prepared for walking over objects.
 *
 * @param raw the schema as it is written
 * @param properties known fields by name, in the order of the schema
 * @param additional schema of the values of a map, or null if this is none
 * @param items schema of the items of a list, or null
 * @param preserve whether unknown fields are kept
 * @param nullable whether null is a value and not an absence
 * @param sensitive whether the value, and all in it, is kept out of messages
 * @param defaultValue with the defaults inside it applied; null if there is none
 * @param relations which fields may stand together
 * @param rules expressions that the value must satisfy
 * @param ruled whether there are rules here or anywhere below
 */
record SchemaNode(
        ObjectNode raw,
        Map<String, SchemaNode> properties,
        @Nullable SchemaNode additional,
        @Nullable SchemaNode items,
        boolean preserve,
        boolean nullable,
        boolean sensitive,
        @Nullable JsonNode defaultValue,
        List<FieldRelation> relations,
        List<ValidationRule> rules,
        boolean ruled) {

    /** The schema of a field, or null if the schema does not know it. */
    @Nullable
    SchemaNode child(String name) {
        SchemaNode property = properties.get(name);
        return property != null ? property : additional;
    }

    /** The path of a field: in brackets if it is a key of a map. */
    FieldPath pathOf(FieldPath parent, String name) {
        return properties.containsKey(name) || additional == null ? parent.field(name) : parent.key(name);
    }

    /** One of Kubernetes' types; empty if any value may stand here. */
    String type() {
        return raw.path("type").asText("");
    }

    boolean intOrString() {
        return raw.path("x-kubernetes-int-or-string").asBoolean();
    }

    SchemaNode withDefault(JsonNode value) {
        return new SchemaNode(
                raw, properties, additional, items, preserve, nullable, sensitive, value, relations, rules, ruled);
    }
}
