package dev.roadstead.controller.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes records of JSON. Among many objects, one that no record can be made of is left out: it must not hide the rest. */
final class ObjectReading {
    private static final Logger log = LoggerFactory.getLogger(ObjectReading.class);

    private final JsonMapper mapper;

    ObjectReading(JsonMapper mapper) {
        this.mapper = mapper;
    }

    JsonNode tree(byte[] json) throws IOException {
        return mapper.readTree(json);
    }

    /** The record, or null, with a warning in the log, if the object does not fit it. */
    <T> @Nullable T object(JsonNode object, Class<T> javaType) {
        try {
            return require(object, javaType);
        } catch (ApiCallException e) {
            log.warn("left out: {}", e.getMessage());
            return null;
        }
    }

    /** The record, read without a tree in between. */
    <T> T require(byte[] json, Class<T> javaType) throws IOException {
        try {
            return mapper.readValue(json, javaType);
        } catch (JacksonException | IllegalArgumentException e) {
            return require(tree(json), javaType); // which says what does not fit
        }
    }

    /**
     * The frame of a watch, read without trees; null if it holds no such object, or one that does not fit, or is not an
     * object's frame at all.
     */
    <T> @Nullable Frame<T> frame(byte[] json, Class<T> javaType) throws IOException {
        try {
            return mapper.readValue(json, mapper.getTypeFactory().constructParametricType(Frame.class, javaType));
        } catch (JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    /** One line of a watch. */
    record Frame<T>(@Nullable String type, @Nullable T object) {}

    /** The record. */
    <T> T require(JsonNode object, Class<T> javaType) {
        try {
            return mapper.treeToValue(object, javaType);
        } catch (JacksonException | IllegalArgumentException e) {
            JsonNode metadata = object.path("metadata");
            // The parser's own text may quote values, which may be secret.
            String where = e instanceof JsonMappingException mapping ? mapping.getPathReference() : "";
            throw new ApiCallException(
                    0,
                    "",
                    "%s %s/%s is no %s: %s"
                            .formatted(
                                    object.path("kind").asText(javaType.getSimpleName()),
                                    metadata.path("namespace").asText("-"),
                                    metadata.path("name").asText("?"),
                                    javaType.getSimpleName(),
                                    where),
                    null);
        }
    }
}
