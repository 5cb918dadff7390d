package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.model.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The running containers of an engine that belong to no installation of Roadstead. Only reads. */
public final class ForeignContainers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineHttp http;
    private final Duration timeout;

    public ForeignContainers(DockerTransport transport, Deadlines deadlines) {
        this.http = new EngineHttp(transport, deadlines.connect(), 1);
        this.timeout = deadlines.call();
    }

    /**
     * As the engine's inspect call describes them, each with its image's description as {@code ImageInspect}; that is an
     * empty object when the image is gone.
     *
     * @throws HostException if the engine refuses or does not answer
     */
    public List<JsonNode> inspect() {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode listed : get("/containers/json").orElse(JSON.createArrayNode())) {
            if (!listed.path("Labels").has(Labels.MANAGED_BY)) {
                inspect(listed.path("Id").asText()).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /** Empty when it has gone meanwhile. */
    private Optional<JsonNode> inspect(String id) {
        return get("/containers/" + HttpRequest.encode(id) + "/json").map(container -> {
            JsonNode image = get("/images/"
                            + HttpRequest.encode(container.path("Image").asText()) + "/json")
                    .orElse(JSON.createObjectNode());
            return ((ObjectNode) container).set("ImageInspect", image);
        });
    }

    private Optional<JsonNode> get(String path) {
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

    @Override
    public void close() {
        http.close();
    }
}
