package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.FieldPath;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What Kubernetes demands of {@code metadata} ("Object Names and IDs", "Labels and Selectors", "Annotations",
 * "Finalizers", "Owners and Dependents"). Values of a wrong type are left to the schema.
 */
final class MetadataRules {
    private static final int ANNOTATION_BYTES = 256 << 10;
    private static final FieldPath METADATA = FieldPath.of("metadata");

    private final List<Cause> causes = new ArrayList<>();

    private MetadataRules() {}

    static List<Cause> check(ResourceDefinition d, ObjectNode object) {
        MetadataRules rules = new MetadataRules();
        JsonNode metadata = object.path("metadata");
        rules.names(d, metadata);
        rules.labels(metadata.path("labels"));
        rules.annotations(metadata.path("annotations"));
        rules.finalizers(metadata.path("finalizers"));
        rules.owners(metadata.path("ownerReferences"));
        return rules.causes;
    }

    private void names(ResourceDefinition d, JsonNode metadata) {
        Syntax syntax = nameSyntax(d);
        String name = metadata.path("name").asText("");
        String prefix = metadata.path("generateName").asText("");
        if (!name.isEmpty()) {
            demand(syntax, name, METADATA.field("name"));
        } else if (prefix.isEmpty()) {
            causes.add(Causes.required(METADATA.field("name"), "name or generateName is required"));
        }
        if (!prefix.isEmpty()) {
            // The name will end in letters and digits, so the prefix may end in a dash.
            demand(syntax, prefix + "x", METADATA.field("generateName"));
        }
        String namespace = metadata.path("namespace").asText("");
        if (!namespace.isEmpty()) {
            demand(Syntax.DNS_LABEL, namespace, METADATA.field("namespace"));
        }
    }

    private static Syntax nameSyntax(ResourceDefinition d) {
        if (d.group().equals("roadstead.dev") || d.resource().equals("namespaces")) {
            return Syntax.DNS_LABEL;
        }
        return d.group().equals(RbacRules.GROUP) ? Syntax.PATH_SEGMENT : Syntax.DNS_SUBDOMAIN;
    }

    private void labels(JsonNode labels) {
        FieldPath at = METADATA.field("labels");
        for (Map.Entry<String, JsonNode> entry : labels.properties()) {
            demand(Syntax.QUALIFIED_NAME, entry.getKey(), at);
            if (entry.getValue().isTextual()) {
                demand(Syntax.LABEL_VALUE, entry.getValue().textValue(), at);
            }
        }
    }

    private void annotations(JsonNode annotations) {
        FieldPath at = METADATA.field("annotations");
        long bytes = 0;
        for (Map.Entry<String, JsonNode> entry : annotations.properties()) {
            demand(Syntax.QUALIFIED_NAME, entry.getKey(), at);
            bytes += utf8(entry.getKey()) + utf8(entry.getValue().asText());
        }
        if (bytes > ANNOTATION_BYTES) {
            causes.add(Causes.tooLong(at, bytes + " bytes: must have at most " + ANNOTATION_BYTES));
        }
    }

    private void finalizers(JsonNode finalizers) {
        for (int i = 0; i < finalizers.size(); i++) {
            if (finalizers.path(i).isTextual()) {
                String finalizer = finalizers.path(i).textValue();
                demand(
                        Syntax.QUALIFIED_NAME,
                        finalizer,
                        METADATA.field("finalizers").index(i));
            }
        }
    }

    private void owners(JsonNode owners) {
        FieldPath at = METADATA.field("ownerReferences");
        int controllers = 0;
        for (JsonNode owner : owners) {
            controllers += owner.path("controller").asBoolean() ? 1 : 0;
        }
        if (controllers > 1) {
            causes.add(Causes.invalid(at, "at most one owner may have controller: true, found " + controllers));
        }
    }

    private void demand(Syntax syntax, String value, FieldPath at) {
        if (!syntax.allows(value)) {
            causes.add(Causes.invalid(at, value, syntax.rule()));
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
