package dev.roadstead.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Locale;

/** Applies patches of every type that needs nothing but the object; a server-side apply asks who owns what. */
public final class Patches {
    private Patches() {}

    /**
     * The patched object, as a new tree that has not been through admission.
     *
     * @throws ApiException BadRequest if the patch cannot be read, Invalid if it does not fit the object, TooLarge if it
     *     has more than 10,000 operations, UnsupportedMediaType for strategic merge of a kind that has no merge keys
     */
    public static ObjectNode apply(PatchType type, ObjectNode current, byte[] patch, ResourceDefinition d) {
        if (type == PatchType.STRATEGIC && !CoreKinds.isKubernetes(d.group())) {
            throw PatchType.unsupported(
                    "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
        }
        JsonNode document = DocumentReader.read(patch, Format.JSON);
        JsonNode result = switch (type) {
            case JSON -> JsonPatch.apply(current, document, d);
            case MERGE -> MergePatch.apply(current, object(document));
            case STRATEGIC ->
                StrategicMergePatch.apply(current, object(document), d.schema().effective());
            case APPLY -> throw new IllegalArgumentException("a server-side apply depends on more than the object");
        };
        if (result instanceof ObjectNode object) {
            return object;
        }
        throw badRequest("the patch makes the object " + kind(result) + "; it must stay an object");
    }

    private static ObjectNode object(JsonNode document) {
        if (document instanceof ObjectNode object) {
            return object;
        }
        throw badRequest("the patch must be an object, found " + kind(document));
    }

    static ApiException badRequest(String message) {
        return new ApiException(new ApiFault.BadRequest(message));
    }

    static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
