package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a version of a CRD says about fields of its schema: selectable fields and the scale subresource; deprecation. */
final class VersionRules {
    private static final int MOST_SELECTABLE = 8;
    private static final int LONGEST_WARNING = 256;
    private static final Set<String> SELECTABLE_TYPES = Set.of("string", "integer", "boolean");

    private VersionRules() {}

    /** Paths that are none are passed over: they were complained of before. */
    static void check(JsonNode version, FieldPath at, List<Cause> causes) {
        selectable(version, at.field("selectableFields"), causes);
        JsonNode scale = version.path("subresources").path("scale");
        FieldPath scaleAt = at.field("subresources").field("scale");
        under(scale, "specReplicasPath", List.of(".spec."), scaleAt, causes);
        under(scale, "statusReplicasPath", List.of(".status."), scaleAt, causes);
        under(scale, "labelSelectorPath", List.of(".status.", ".spec."), scaleAt, causes);
        JsonNode warning = version.path("deprecationWarning");
        if (!warning.isTextual()) {
            return;
        }
        if (!version.path("deprecated").asBoolean()) {
            causes.add(Causes.invalid(
                    at.field("deprecationWarning"), warning, "can only be set for versions that are deprecated"));
        } else if (warning.asText().isEmpty()
                || warning.asText().length() > LONGEST_WARNING
                || !warning.asText().matches("[\\x20-\\x7e]+")) {
            causes.add(Causes.invalid(
                    at.field("deprecationWarning"), warning, "must have 1 to 256 printable ASCII characters"));
        }
    }

    private static void selectable(JsonNode version, FieldPath at, List<Cause> causes) {
        JsonNode fields = version.path("selectableFields");
        if (fields.size() > MOST_SELECTABLE) {
            causes.add(Causes.tooMany(at, fields.size(), "must have at most " + MOST_SELECTABLE + " items"));
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            JsonNode path = fields.path(i).path("jsonPath");
            FieldPath pathAt = at.index(i).field("jsonPath");
            if (!path.isTextual() || !path.asText().startsWith(".")) {
                continue;
            }
            if (!seen.add(path.asText())) {
                causes.add(Causes.duplicate(pathAt, path));
            }
            JsonNode schema = find(version.path("schema").path("openAPIV3Schema"), path.asText());
            if (path.asText().startsWith(".metadata.")) {
                causes.add(Causes.invalid(pathAt, path, "must not point to fields in metadata"));
            } else if (schema == null) {
                causes.add(Causes.invalid(pathAt, path, "is an invalid path: does not refer to a valid field"));
            } else if (!SELECTABLE_TYPES.contains(schema.path("type").asText())) {
                causes.add(Causes.invalid(
                        pathAt,
                        path,
                        "must point to a field of type string, boolean or integer, found "
                                + schema.path("type").asText()));
            }
        }
    }

    /** The schema of a field; null if there is none or it lies in a list. */
    private static @Nullable JsonNode find(JsonNode root, String path) {
        JsonNode schema = root;
        for (String name : path.substring(1).split("\\.", -1)) {
            schema = schema.path("properties").path(name);
        }
        return schema.isMissingNode() ? null : schema;
    }

    private static void under(JsonNode scale, String field, List<String> parents, FieldPath at, List<Cause> causes) {
        JsonNode path = scale.path(field);
        if (!path.isTextual() || !path.asText().startsWith(".")) {
            return;
        }
        if (parents.stream().noneMatch(path.asText()::startsWith)) {
            causes.add(Causes.invalid(
                    at.field(field), path, "should be a json path under " + String.join(" or ", parents)));
        } else if (path.asText().contains("[")) {
            causes.add(Causes.invalid(at.field(field), path, "must not lie in a list"));
        }
    }
}
