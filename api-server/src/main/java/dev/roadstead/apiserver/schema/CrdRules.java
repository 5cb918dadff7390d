package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.jsonpath.JsonPath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes a CustomResourceDefinition one that can be served. It is written to stand any tree, since it may run before
 * the CRD itself was validated.
 */
final class CrdRules {
    private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");
    /** No longer than a name can be, or the pattern would need too deep a stack. */
    private static final Pattern GROUP =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+");

    private static final Pattern JSON_PATH = Pattern.compile("\\.[^\\s].*");
    private static final Set<String> COLUMN_TYPES = Set.of("integer", "number", "string", "boolean", "date");

    private final JsonNode versionsInForce;
    private final List<Cause> causes;

    private CrdRules(JsonNode versionsInForce, List<Cause> causes) {
        this.versionsInForce = versionsInForce;
        this.causes = causes;
    }

    /**
     * Checks a CRD.
     *
     * @param inForce what it replaces; null if it is new
     */
    static void check(ObjectNode crd, @Nullable ObjectNode inForce, List<Cause> causes) {
        JsonNode before = inForce == null ? MissingNode.getInstance() : inForce;
        new CrdRules(before.path("spec").path("versions"), causes).check(crd);
    }

    private void check(ObjectNode crd) {
        JsonNode spec = crd.path("spec");
        FieldPath at = FieldPath.of("spec");
        matching(spec.path("group"), at.field("group"), GROUP, "must be a DNS name with a dot, as example.com");
        names(crd, spec, at.field("names"));
        oneOf(spec.path("scope"), at.field("scope"), Set.of("Cluster", "Namespaced"));
        if (!spec.path("conversion").path("strategy").asText("None").equals("None")) {
            invalid(
                    at.field("conversion").field("strategy"),
                    spec.at("/conversion/strategy"),
                    "only None is served: versions of a kind may differ in their schemas alone");
        }
        if (spec.path("preserveUnknownFields").asBoolean()) {
            invalid(at.field("preserveUnknownFields"), spec.path("preserveUnknownFields"), "must be false");
        }
        versions(spec.path("versions"), at.field("versions"));
        Safeguards.check(crd, causes);
    }

    private void names(ObjectNode crd, JsonNode spec, FieldPath at) {
        JsonNode names = spec.path("names");
        matching(names.path("kind"), at.field("kind"), KIND, "must be a word in CamelCase of at most 63 characters");
        for (String field : List.of("plural", "singular")) {
            if (field.equals("plural") || names.has(field)) {
                matching(names.path(field), at.field(field), LABEL, "must be a lower-case DNS label");
            }
        }
        for (int i = 0; i < names.path("shortNames").size(); i++) {
            matching(
                    names.path("shortNames").path(i),
                    at.field("shortNames").index(i),
                    LABEL,
                    "must be a lower-case DNS label");
        }
        if (names.path("kind").isTextual() && names.path("kind").equals(names.path("listKind"))) {
            invalid(at.field("listKind"), names.path("listKind"), "kind and listKind may not be the same");
        }
        String expected =
                names.path("plural").asText() + "." + spec.path("group").asText();
        JsonNode name = crd.path("metadata").path("name");
        if (!name.asText().equals(expected)) {
            invalid(
                    FieldPath.of("metadata.name"),
                    name,
                    "must be spec.names.plural + \".\" + spec.group: \"" + expected + "\"");
        }
    }

    private void versions(JsonNode versions, FieldPath at) {
        Set<String> seen = new HashSet<>();
        int stored = 0;
        for (int i = 0; i < versions.size(); i++) {
            JsonNode version = versions.path(i);
            matching(version.path("name"), at.index(i).field("name"), LABEL, "must be a lower-case DNS label, as v1");
            if (!seen.add(version.path("name").asText())) {
                causes.add(Causes.duplicate(at.index(i).field("name"), version.path("name")));
            }
            stored += version.path("storage").asBoolean() ? 1 : 0;
            version(version, at.index(i));
        }
        if (stored != 1) {
            causes.add(Causes.invalid(at, "must have exactly one version with storage: true, found " + stored));
        }
    }

    private void version(JsonNode version, FieldPath at) {
        FieldPath schemaAt = at.field("schema").field("openAPIV3Schema");
        if (version.path("schema").path("openAPIV3Schema") instanceof ObjectNode schema) {
            StructuralRules.check(schema, schemaAt, isInForce(version), causes);
        } else {
            causes.add(Causes.required(schemaAt, "schemas are required"));
        }
        JsonNode columns = version.path("additionalPrinterColumns");
        for (int i = 0; i < columns.size(); i++) {
            FieldPath columnAt = at.field("additionalPrinterColumns").index(i);
            if (columns.path(i).path("name").asText().isEmpty()) {
                causes.add(Causes.required(columnAt.field("name"), ""));
            }
            oneOf(columns.path(i).path("type"), columnAt.field("type"), COLUMN_TYPES);
            jsonPath(columns.path(i), columnAt, "jsonPath");
        }
        JsonNode selectable = version.path("selectableFields");
        for (int i = 0; i < selectable.size(); i++) {
            jsonPath(selectable.path(i), at.field("selectableFields").index(i), "jsonPath");
        }
        JsonNode scale = version.path("subresources").path("scale");
        if (!scale.isMissingNode()) {
            FieldPath scaleAt = at.field("subresources").field("scale");
            jsonPath(scale, scaleAt, "specReplicasPath");
            jsonPath(scale, scaleAt, "statusReplicasPath");
        }
        VersionRules.check(version, at, causes);
    }

    /** Whether a version has the schema that it had: it is not refused for rules from before there was a limit. */
    private boolean isInForce(JsonNode version) {
        return versionsInForce
                .valueStream()
                .anyMatch(before -> before.path("name").equals(version.path("name"))
                        && before.path("schema").equals(version.path("schema")));
    }

    private void jsonPath(JsonNode holder, FieldPath at, String field) {
        JsonNode path = holder.path(field);
        int before = causes.size();
        matching(
                path,
                at.field(field),
                JSON_PATH,
                "must be a simple JSON path that starts with a dot, as .spec.replicas");
        if (causes.size() > before) {
            return;
        }
        try {
            JsonPath.parse(path.textValue());
        } catch (IllegalArgumentException e) {
            invalid(at.field(field), path, String.valueOf(e.getMessage()));
        }
    }

    private void matching(JsonNode value, FieldPath at, Pattern pattern, String expected) {
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())) {
            causes.add(Causes.required(at, ""));
        } else if (!value.isTextual() || !pattern.matcher(value.textValue()).matches()) {
            invalid(at, value, expected);
        }
    }

    private void oneOf(JsonNode value, FieldPath at, Set<String> supported) {
        if (value.isMissingNode() || value.isNull()) {
            causes.add(Causes.required(at, ""));
        } else if (!value.isTextual() || !supported.contains(value.textValue())) {
            causes.add(Causes.notSupported(at, value, supported));
        }
    }

    private void invalid(FieldPath at, JsonNode value, String expected) {
        causes.add(Causes.invalid(at, value, expected));
    }
}
