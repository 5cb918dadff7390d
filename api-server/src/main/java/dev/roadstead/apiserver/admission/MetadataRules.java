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

    private final List<Cause> causes = new ArrayList<>();
    private final FieldPath at;

    private MetadataRules(FieldPath at) {
        this.at = at;
    }

    static List<Cause> check(ResourceDefinition d, ObjectNode object) {
        MetadataRules rules = new MetadataRules(FieldPath.of("metadata"));
        JsonNode metadata = object.path("metadata");
        rules.names(nameSyntax(d), metadata, true);
        rules.rest(metadata);
        return rules.causes;
    }

    /** Of an object that is a part of another one: of which kind it is, and so what names it may have, is not known. */
    static List<Cause> checkEmbedded(FieldPath at, JsonNode metadata) {
        MetadataRules rules = new MetadataRules(at);
        rules.names(Syntax.PATH_SEGMENT, metadata, false);
        rules.rest(metadata);
        return rules.causes;
    }

    private void rest(JsonNode metadata) {
        labels(metadata.path("labels"));
        annotations(metadata.path("annotations"));
        finalizers(metadata.path("finalizers"));
        owners(metadata.path("ownerReferences"));
    }

    private void names(Syntax syntax, JsonNode metadata, boolean required) {
        String name = metadata.path("name").asText("");
        String prefix = metadata.path("generateName").asText("");
        if (!name.isEmpty()) {
            demand(syntax, name, at.field("name"));
        } else if (prefix.isEmpty() && required) {
            causes.add(Causes.required(at.field("name"), "name or generateName is required"));
        }
        if (!prefix.isEmpty()) {
            // The name will end in letters and digits, so the prefix may end in a dash.
            demand(syntax, prefix + "x", at.field("generateName"));
        }
        String namespace = metadata.path("namespace").asText("");
        if (!namespace.isEmpty()) {
            demand(Syntax.DNS_LABEL, namespace, at.field("namespace"));
        }
    }

    private static Syntax nameSyntax(ResourceDefinition d) {
        if (d.group().equals("roadstead.dev") || d.resource().equals("namespaces")) {
            return Syntax.DNS_LABEL;
        }
        return d.group().equals(RbacRules.GROUP) ? Syntax.PATH_SEGMENT : Syntax.DNS_SUBDOMAIN;
    }

    private void labels(JsonNode labels) {
        for (Map.Entry<String, JsonNode> entry : labels.properties()) {
            demand(Syntax.QUALIFIED_NAME, entry.getKey(), at.field("labels"));
            if (entry.getValue().isTextual()) {
                demand(Syntax.LABEL_VALUE, entry.getValue().textValue(), at.field("labels"));
            }
        }
    }

    private void annotations(JsonNode annotations) {
        long bytes = 0;
        for (Map.Entry<String, JsonNode> entry : annotations.properties()) {
            demand(Syntax.QUALIFIED_NAME, entry.getKey(), at.field("annotations"));
            bytes += utf8(entry.getKey()) + utf8(entry.getValue().asText());
        }
        if (bytes > ANNOTATION_BYTES) {
            causes.add(
                    Causes.tooLong(at.field("annotations"), bytes + " bytes: must have at most " + ANNOTATION_BYTES));
        }
    }

    private void finalizers(JsonNode finalizers) {
        for (int i = 0; i < finalizers.size(); i++) {
            if (finalizers.path(i).isTextual()) {
                String finalizer = finalizers.path(i).textValue();
                demand(Syntax.QUALIFIED_NAME, finalizer, at.field("finalizers").index(i));
            }
        }
    }

    private void owners(JsonNode owners) {
        int controllers = 0;
        for (JsonNode owner : owners) {
            controllers += owner.path("controller").asBoolean() ? 1 : 0;
        }
        if (controllers > 1) {
            causes.add(Causes.invalid(
                    at.field("ownerReferences"), "at most one owner may have controller: true, found " + controllers));
        }
    }

    private void demand(Syntax syntax, String value, FieldPath field) {
        if (!syntax.allows(value)) {
            causes.add(Causes.invalid(field, value, syntax.rule()));
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
