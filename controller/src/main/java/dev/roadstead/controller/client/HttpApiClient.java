package dev.roadstead.controller.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.Json;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The API over HTTP with a bearer token. A call has 10 seconds by default, repetitions of 429 and 503 with Retry-After included; a
 * watch that is silent for 150 seconds counts as broken.
 */
public final class HttpApiClient implements ApiClient, AutoCloseable {
    /** Objects of a list that are asked for at once. */
    static final int PAGE = 250;

    private static final int LIST_ATTEMPTS = 3;

    private static final String JSON = "application/json";
    /** JSON is YAML too. */
    private static final String APPLY_PATCH = "application/apply-patch+yaml";

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final JsonMapper mapper = Json.mapper();
    private final ObjectReading reading = new ObjectReading(mapper);
    private final ClientTimeouts timeouts;
    private final HttpCaller http;

    /**
     * Connects at the first call.
     *
     * @throws IllegalArgumentException if the configuration's certificate authority is not readable
     */
    public HttpApiClient(Kubeconfig config) {
        this(config, ClientTimeouts.DEFAULT);
    }

    /**
     * The same for somebody who does not wait ten seconds: {@code patience} for a call, the connection included.
     *
     * @throws IllegalArgumentException if the configuration's certificate authority is not readable
     */
    public HttpApiClient(Kubeconfig config, Duration patience) {
        this(config, new ClientTimeouts(patience, patience, ClientTimeouts.DEFAULT.watchIdle()));
    }

    HttpApiClient(Kubeconfig config, ClientTimeouts timeouts) {
        this.timeouts = timeouts;
        this.http = new HttpCaller(config, timeouts, mapper);
    }

    @Override
    public <T extends Resource> Listing<T> list(ResourceType<T> type) {
        for (int attempt = 1; ; attempt++) {
            try {
                return pages(type);
            } catch (ApiCallException e) {
                // So much is written that the first page is forgotten before the last one is read.
                if (!e.expired() || attempt == LIST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** One page at a time stands in memory as text and as a tree: all of a kind may be more than there is room for. */
    private <T extends Resource> Listing<T> pages(ResourceType<T> type) {
        List<T> items = new ArrayList<>();
        String query = "?limit=" + PAGE;
        while (true) {
            JsonNode metadata = page(type, query, items).path("metadata");
            String token = metadata.path("continue").asText();
            if (token.isEmpty()) {
                return new Listing<>(metadata.path("resourceVersion").asText(), List.copyOf(items));
            }
            query = "?limit=" + PAGE + "&continue=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
        }
    }

    private <T extends Resource> JsonNode page(ResourceType<T> type, String query, List<T> items) {
        JsonNode list = http.call("GET", ResourcePath.all(type) + query, null, null, reading::tree);
        for (JsonNode item : list.path("items")) {
            T object = reading.object(item, type.javaType());
            if (object != null) {
                items.add(object);
            }
        }
        return list;
    }

    @Override
    public <T extends Resource> WatchStream<T> watch(ResourceType<T> type, String afterResourceVersion) {
        String path = ResourcePath.all(type);
        // Random, so that watches that began together do not end together.
        int seconds = ThreadLocalRandom.current().nextInt(300, 601);
        ByteFeed feed = http.open(path + "?watch=true&allowWatchBookmarks=true&resourceVersion=" + afterResourceVersion
                + "&timeoutSeconds=" + seconds);
        return new HttpWatchStream<>(path, feed, timeouts.watchIdle(), reading, type.javaType());
    }

    @Override
    public <T extends Resource> Optional<T> find(ResourceType<T> type, String namespace, String name) {
        return get(ResourcePath.object(type, namespace, name), read(type));
    }

    @Override
    public <T extends Resource> T create(ResourceType<T> type, T object) {
        ObjectNode body =
                mapper.createObjectNode().put("apiVersion", type.apiVersion()).put("kind", type.kind());
        body.setAll(mapper.<ObjectNode>valueToTree(object));
        String namespace = object.metadata().namespace();
        String path = ResourcePath.collection(type, namespace == null ? "" : namespace);
        return http.call("POST", path, JSON, body, read(type));
    }

    @Override
    public <T extends Resource> T patch(ResourceType<T> type, String namespace, String name, JsonNode mergePatch) {
        return http.call("PATCH", ResourcePath.object(type, namespace, name), MERGE_PATCH, mergePatch, read(type));
    }

    @Override
    public <T extends Resource> T patchStatus(
            ResourceType<T> type, String namespace, String name, JsonNode mergePatch) {
        String path = ResourcePath.object(type, namespace, name) + "/status";
        return http.call("PATCH", path, MERGE_PATCH, mergePatch, read(type));
    }

    @Override
    public void delete(ResourceType<?> type, String namespace, String name, String uid) {
        ObjectNode options = mapper.createObjectNode().put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.put("propagationPolicy", "Background")
                .putObject("preconditions")
                .put("uid", uid);
        http.call("DELETE", ResourcePath.object(type, namespace, name), JSON, options, body -> body);
    }

    @Override
    public Optional<JsonNode> getRaw(String path) {
        return get(path, reading::tree);
    }

    private <T> Optional<T> get(String path, HttpCaller.AnswerReader<T> reader) {
        try {
            return Optional.of(http.call("GET", path, null, null, reader));
        } catch (ApiCallException e) {
            if (e.notFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T extends Resource> HttpCaller.AnswerReader<T> read(ResourceType<T> type) {
        return body -> reading.require(body, type.javaType());
    }

    @Override
    public JsonNode postRaw(String path, JsonNode body) {
        return http.call("POST", path, JSON, body, reading::tree);
    }

    @Override
    public JsonNode patchRaw(String path, JsonNode mergePatch) {
        return http.call("PATCH", path, MERGE_PATCH, mergePatch, reading::tree);
    }

    /** Server-side apply of a manifest; the path's query says by which manager, and whether it is a dry run. */
    public JsonNode applyRaw(String path, JsonNode manifest) {
        return http.call("PATCH", path, APPLY_PATCH, manifest, reading::tree);
    }

    /** Ends all calls and watches. */
    @Override
    public void close() {
        http.close();
    }
}
