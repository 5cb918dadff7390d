package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
import dev.roadstead.apiserver.schema.EmbeddedResource;
import dev.roadstead.apiserver.schema.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is demanded of objects in objects (Kubernetes, {@code x-kubernetes-embedded-resource}): they say what they are, and
 * their metadata is like any other. Values of a wrong type are left to the schema.
 */
final class EmbeddedRules {
    private EmbeddedRules() {}

    static List<Cause> check(List<EmbeddedResource> resources) {
        List<Cause> causes = new ArrayList<>();
        for (EmbeddedResource resource : resources) {
            ObjectNode object = resource.object();
            FieldPath at = resource.at();
            String apiVersion = text(object, at, "apiVersion", causes);
            if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
                causes.add(Causes.invalid(at.field("apiVersion"), apiVersion, "must be a version or group/version"));
            }
            String kind = text(object, at, "kind", causes);
            if (!kind.isEmpty() && !Syntax.DNS_LABEL.allows(kind.toLowerCase(Locale.ROOT))) {
                causes.add(Causes.invalid(
                        at.field("kind"),
                        kind,
                        "may have mixed case, but should otherwise match: " + Syntax.DNS_LABEL.rule()));
            }
            causes.addAll(MetadataRules.checkEmbedded(at.field("metadata"), object.path("metadata")));
        }
        return causes;
    }

    private static String text(ObjectNode object, FieldPath at, String field, List<Cause> causes) {
        String text = object.path(field).asText("");
        if (text.isEmpty()) {
            causes.add(Causes.required(at.field(field), "must not be empty"));
        }
        return text;
    }
}
