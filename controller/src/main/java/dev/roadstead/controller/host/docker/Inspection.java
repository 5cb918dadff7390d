package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** An engine's descriptions, word for word: those of foreign containers hold more than we ever ask for. */
record Inspection(EngineHttp http, Duration timeout) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * With its image's description as {@code ImageInspect}, which is an empty object when the image is gone; empty when the
     * container is.
     */
    Optional<JsonNode> container(String id) {
        return get("/containers/" + HttpRequest.encode(id) + "/json").map(container -> {
            JsonNode image = get("/images/"
                            + HttpRequest.encode(container.path("Image").asText()) + "/json")
                    .orElse(JSON.createObjectNode());
            return ((ObjectNode) container).set("ImageInspect", image);
        });
    }

    /** Empty when there is no such thing. */
    Optional<JsonNode> get(String path) {
        try {
            return Optional.of(
                    JSON.readTree(http.call(HttpRequest.get(path), timeout).body()));
        } catch (EngineException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw DockerErrors.refused("describe its containers", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's answer is no JSON", e);
        }
    }
}
