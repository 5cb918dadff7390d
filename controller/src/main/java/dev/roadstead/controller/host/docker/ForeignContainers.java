package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.model.Labels;
import java.util.ArrayList;
import java.util.List;

/** The running containers of an engine that belong to no installation of Roadstead. Only reads. */
public final class ForeignContainers implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EngineHttp http;
    private final Inspection engine;

    public ForeignContainers(DockerTransport transport, Deadlines deadlines) {
        this.http = new EngineHttp(transport, deadlines.connect(), 1);
        this.engine = new Inspection(http, deadlines.call());
    }

    /**
     * As the engine's inspect call describes them, each with its image's description as {@code ImageInspect}; that is an
     * empty object when the image is gone.
     *
     * @throws HostException if the engine refuses or does not answer
     */
    public List<JsonNode> inspect() {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode listed : engine.get("/containers/json").orElse(JSON.createArrayNode())) {
            if (!listed.path("Labels").has(Labels.MANAGED_BY)) {
                engine.container(listed.path("Id").asText()).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /**
     * Bytes of memory that the engine's machine has.
     *
     * @throws HostException if the engine refuses or does not answer
     */
    public long memory() {
        return engine.get("/info").map(info -> info.path("MemTotal").asLong()).orElse(0L);
    }

    @Override
    public void close() {
        http.close();
    }
}
