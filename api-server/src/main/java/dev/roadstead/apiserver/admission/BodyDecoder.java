package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.protobuf.ProtobufReader;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Request bodies as trees. */
public final class BodyDecoder {
    private static final String SUPPORTED = "application/json, application/yaml, " + ProtobufReader.MEDIA_TYPE;

    private BodyDecoder() {}

    /**
     * One object with {@code apiVersion} and {@code kind}.
     *
     * @param contentType of the request: JSON, YAML or Kubernetes' protobuf; JSON when null
     * @throws ApiException BadRequest with the position or the field; UnsupportedMediaType for other content types, and for
     *     kinds that are not read from protobuf
     */
    public static ObjectNode decode(byte[] body, @Nullable String contentType) {
        ObjectNode object = decodeOptions(body, contentType);
        for (String field : List.of("apiVersion", "kind")) {
            requireString(object, field);
        }
        return object;
    }

    /**
     * One object that may come without {@code apiVersion} and {@code kind}, as kubectl sends DeleteOptions.
     *
     * @throws ApiException as {@link #decode}
     */
    public static ObjectNode decodeOptions(byte[] body, @Nullable String contentType) {
        JsonNode root = root(body, contentType);
        if (root instanceof ObjectNode object) {
            return object;
        }
        throw badRequest("the body must be one object (a mapping with apiVersion and kind), found "
                + root.getNodeType().name().toLowerCase(Locale.ROOT));
    }

    private static void requireString(ObjectNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty())) {
            throw badRequest("Object '" + field + "' is missing: the body must say its apiVersion and kind");
        }
        if (!value.isTextual()) {
            throw badRequest(field + ": must be a string, found "
                    + value.getNodeType().name().toLowerCase(Locale.ROOT));
        }
    }

    private static JsonNode root(byte[] body, @Nullable String contentType) {
        return switch (mediaType(contentType)) {
            case "", "application/json" -> DocumentReader.read(body, Format.JSON);
            case "application/yaml", "application/x-yaml", "text/yaml" -> DocumentReader.read(body, Format.YAML);
            case ProtobufReader.MEDIA_TYPE -> ProtobufReader.read(body);
            default ->
                throw new ApiException(new ApiFault.UnsupportedMediaType(
                        "the body of the request was in an unknown format - accepted media types include: "
                                + SUPPORTED));
        };
    }

    /** Without parameters; empty if there is none. */
    private static String mediaType(@Nullable String contentType) {
        return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static ApiException badRequest(String message) {
        return new ApiException(new ApiFault.BadRequest(message));
    }
}
