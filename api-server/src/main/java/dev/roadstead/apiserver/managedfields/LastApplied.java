package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.FieldType;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The annotation in which {@code kubectl apply} keeps what it applied last. It lets an object move from there to
 * server-side apply, and back (Kubernetes, "Server-Side Apply", "Migrating between client-side and server-side apply").
 * Only for the manager of kubectl: others have never owned the annotation.
 */
final class LastApplied {
    static final String MANAGER = "kubectl";

    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    /** All annotations together (apimachinery, TotalAnnotationSizeLimitB). */
    private static final int MAX_BYTES = 256 << 10;

    private LastApplied() {}

    /** What kubectl applied and nobody changed since: it may take these fields from whoever is said to own them. */
    static FieldSet unchanged(FieldType type, ObjectNode live) {
        String text = annotation(live);
        if (text.isEmpty() || !(read(text) instanceof ObjectNode applied)) {
            return FieldSet.EMPTY;
        }
        if (!applied.path("apiVersion").equals(live.path("apiVersion"))) {
            return FieldSet.EMPTY;
        }
        Comparison since = Comparison.of(type, applied, live);
        return FieldWalk.setBy(type, applied).minus(since.written()).minus(since.removed());
    }

    /** The object with its annotation brought up to date; the same when it has none. */
    static ObjectNode updated(ObjectNode object, ObjectNode applied) {
        if (annotation(object).isEmpty()) {
            return object;
        }
        ObjectNode annotations = ((ObjectNode) object.at("/metadata/annotations")).objectNode();
        annotations.setAll((ObjectNode) object.at("/metadata/annotations"));
        annotations.put(ANNOTATION, text(applied));
        if (bytes(annotations) > MAX_BYTES) {
            annotations.put(ANNOTATION, "");
        }
        ObjectNode metadata = object.objectNode();
        metadata.setAll((ObjectNode) object.get("metadata"));
        metadata.set("annotations", annotations);
        ObjectNode updated = object.objectNode();
        updated.setAll(object);
        updated.set("metadata", metadata);
        return updated;
    }

    private static String text(ObjectNode applied) {
        ObjectNode written = applied.deepCopy();
        if (written.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ANNOTATION);
        }
        return written + "\n";
    }

    private static int bytes(ObjectNode annotations) {
        int bytes = 0;
        for (Map.Entry<String, JsonNode> entry : annotations.properties()) {
            bytes += entry.getKey().length();
            bytes += entry.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }

    private static String annotation(ObjectNode object) {
        return object.path("metadata").path("annotations").path(ANNOTATION).asText("");
    }

    private static JsonNode read(String text) {
        try {
            return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), Format.JSON);
        } catch (ApiException malformed) {
            return MissingNode.getInstance();
        }
    }
}
