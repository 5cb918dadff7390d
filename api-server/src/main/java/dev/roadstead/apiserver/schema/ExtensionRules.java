package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import java.util.Set;

/** What Kubernetes' own keywords demand of the schema that they stand in. */
final class ExtensionRules {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final Set<String> MAP_TYPES = Set.of("atomic", "granular");

    private ExtensionRules() {}

    static void check(ObjectNode schema, FieldPath at, List<Cause> causes) {
        String type = schema.path("type").asText();
        if (schema.path(PRESERVE).isBoolean() && !schema.path(PRESERVE).asBoolean()) {
            causes.add(Causes.invalid(at.field(PRESERVE), schema.path(PRESERVE), "must be true or absent"));
        }
        if (schema.path(EMBEDDED).asBoolean()) {
            if (!type.equals("object")) {
                causes.add(Causes.invalid(
                        at.field("type"), schema.path("type"), "must be object if " + EMBEDDED + " is true"));
            }
            if (!schema.path(PRESERVE).asBoolean() && schema.path("properties").isEmpty()) {
                causes.add(Causes.required(
                        at.field("properties"), "must not be empty if " + EMBEDDED + " is true without " + PRESERVE));
            }
        }
        if (schema.path(INT_OR_STRING).asBoolean() && !type.isEmpty()) {
            causes.add(Causes.invalid(
                    at.field("type"), schema.path("type"), "must be empty if " + INT_OR_STRING + " is true"));
        }
        mapType(schema, type, at, causes);
    }

    private static void mapType(ObjectNode schema, String type, FieldPath at, List<Cause> causes) {
        JsonNode mapType = schema.path("x-kubernetes-map-type");
        if (mapType.isMissingNode()) {
            return;
        }
        if (!type.equals("object")) {
            causes.add(Causes.invalid(
                    at.field("type"), schema.path("type"), "must be object if x-kubernetes-map-type is specified"));
        }
        if (!MAP_TYPES.contains(mapType.asText())) {
            causes.add(Causes.notSupported(at.field("x-kubernetes-map-type"), mapType, MAP_TYPES));
        }
    }

    /** A CRD may say of metadata what its name must be, and nothing else. */
    static void checkMetadata(ObjectNode root, FieldPath at, List<Cause> causes) {
        for (String field : (Iterable<String>) () ->
                root.path("properties").path("metadata").path("properties").fieldNames()) {
            if (!Set.of("name", "generateName").contains(field)) {
                causes.add(Causes.forbidden(
                        at.field("properties")
                                .key("metadata")
                                .field("properties")
                                .key(field),
                        "must not specify anything other than name and generateName, but metadata is implicitly"
                                + " specified"));
            }
        }
    }
}
