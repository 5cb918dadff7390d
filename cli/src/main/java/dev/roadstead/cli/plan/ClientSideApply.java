package dev.roadstead.cli.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.Json;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What {@code kubectl apply} without {@code --server-side} would send: it takes out what it applied last, by its annotation,
 * and finds no longer in the manifest. To the server its fields are those of a mere update, which no apply takes away.
 * (Kubernetes, "Declarative Management of Kubernetes Objects Using Configuration Files", "How apply calculates differences
 * and merges changes".) Pure.
 */
final class ClientSideApply {
    static final String MANAGER = "kubectl-client-side-apply";
    static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    private ClientSideApply() {}

    /** The merge patch; empty when the object was not applied like that last. kubectl itself ends that by server-side apply. */
    static Optional<ObjectNode> patch(JsonNode live, ObjectNode manifest) {
        boolean own = StreamSupport.stream(live.at("/metadata/managedFields").spliterator(), false)
                .anyMatch(entry -> entry.path("manager").asText().equals(MANAGER));
        String applied =
                live.path("metadata").path("annotations").path(ANNOTATION).asText("");
        return own && read(applied) instanceof ObjectNode last
                ? Optional.of(patchFrom(last, completed(manifest, live)))
                : Optional.empty();
    }

    /** With what kubectl adds to each manifest before it compares. */
    private static ObjectNode completed(ObjectNode manifest, JsonNode live) {
        ObjectNode completed = manifest.deepCopy();
        ObjectNode metadata = completed.withObject("/metadata");
        metadata.withObject("/annotations");
        if (live.at("/metadata/namespace").isTextual()) {
            metadata.set("namespace", live.at("/metadata/namespace"));
        }
        return completed;
    }

    private static ObjectNode patchFrom(ObjectNode last, ObjectNode manifest) {
        ObjectNode patch = manifest.deepCopy();
        for (Map.Entry<String, JsonNode> entry : last.properties()) {
            JsonNode now = patch.get(entry.getKey());
            if (now == null) {
                patch.putNull(entry.getKey());
            } else if (now instanceof ObjectNode inner && entry.getValue() instanceof ObjectNode before) {
                patch.set(entry.getKey(), patchFrom(before, inner));
            }
        }
        return patch;
    }

    private static JsonNode read(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            // kubectl would not go on with it either
            return Json.mapper().missingNode();
        }
    }
}
