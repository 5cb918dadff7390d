package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.FieldPath;
import dev.roadstead.apiserver.schema.FieldType;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.Map;

/** The body of an apply: the fields of an object that its manager has an opinion about. */
public final class AppliedConfig {
    private AppliedConfig() {}

    /**
     * Reads YAML or JSON.
     *
     * @throws ApiException BadRequest unless it is one object of this version and kind, without managedFields, in whose
     *     lists every item can be told from every other
     */
    public static ObjectNode read(byte[] body, String apiVersion, String kind) {
        if (!(document(body) instanceof ObjectNode config)) {
            throw badRequest("error decoding the apply patch: it must be one object with apiVersion and kind");
        }
        String version = config.path("apiVersion").asText();
        if (!version.equals(apiVersion)) {
            throw badRequest("Incorrect version specified in apply patch. Specified patch version: " + version
                    + ", expected: " + apiVersion);
        }
        if (!config.path("kind").asText().equals(kind)) {
            throw badRequest("the kind in the apply patch ("
                    + config.path("kind").asText() + ") does not match the expected kind (" + kind + ")");
        }
        JsonNode metadata = config.path("metadata");
        if (!metadata.isMissingNode() && !metadata.isObject()) {
            throw badRequest("metadata: must be an object");
        }
        if (metadata.hasNonNull("managedFields")) {
            throw badRequest("metadata.managedFields must be nil");
        }
        return config;
    }

    /**
     * Checks that every item of a list of type map or set can be told from every other.
     *
     * @throws ApiException BadRequest that names the item
     */
    public static void checkItems(ResourceDefinition definition, ObjectNode config) {
        check(definition.schema().fieldType(), config, FieldPath.ROOT);
    }

    /** JSON is YAML too, but is read faster as what it is. */
    private static JsonNode document(byte[] body) {
        if (body.length > 0 && body[0] == '{') {
            try {
                return DocumentReader.read(body, Format.JSON);
            } catch (ApiException flowStyle) {
                return DocumentReader.read(body, Format.YAML);
            }
        }
        return DocumentReader.read(body, Format.YAML);
    }

    private static void check(FieldType type, JsonNode value, FieldPath at) {
        switch (type) {
            case FieldType.Fields fields
            when value.isObject() -> {
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    check(fields.of(entry.getKey()), entry.getValue(), at.field(entry.getKey()));
                }
            }
            case FieldType.ValueSet ignored when value.isArray() -> checkItems(type, value, at);
            case FieldType.KeyedList ignored when value.isArray() -> checkItems(type, value, at);
            default -> {}
        }
    }

    private static void checkItems(FieldType type, JsonNode list, FieldPath at) {
        Items items = Items.of(type, list);
        for (int i = 0; items == null && i < list.size(); i++) {
            if (Items.element(type, list.get(i)) == null) {
                throw badRequest(at.index(i) + ": " + expectation(type));
            }
        }
        if (items != null && !items.duplicates().isEmpty()) {
            throw badRequest(at + ": duplicate entries for "
                    + items.duplicates().stream().sorted().toList());
        }
        for (int i = 0; i < list.size(); i++) {
            check(Items.itemType(type), list.get(i), at.index(i));
        }
    }

    private static String expectation(FieldType type) {
        return type instanceof FieldType.KeyedList keyed
                ? "an item of this list is known by " + keyed.keys() + ", which must be set"
                : "must be a string, a number or a boolean";
    }

    private static ApiException badRequest(String message) {
        return new ApiException(new ApiFault.BadRequest(message));
    }
}
