package dev.roadstead.cli.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads every object of every kind, a page at a time. */
final class ApiObjects {
    private static final int PAGE = 500;

    private final ApiClient api;

    ApiObjects(ApiClient api) {
        this.api = api;
    }

    /**
     * A kind that can be listed.
     *
     * @param resource plural and group; the plural alone for the core group
     * @param path of its list
     */
    record Kind(String resource, String path, String apiVersion, String kind) {}

    /** Is given every object. */
    @FunctionalInterface
    interface Sink {
        void accept(ObjectNode object) throws IOException;
    }

    /** All kinds, each in the version that its group prefers. */
    List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        addKinds(kinds, "/api/v1", "", "v1");
        for (JsonNode group : get("/apis").path("groups")) {
            String version = group.at("/preferredVersion/groupVersion").asText();
            addKinds(kinds, "/apis/" + version, group.path("name").asText(), version);
        }
        return kinds;
    }

    private void addKinds(List<Kind> kinds, String path, String group, String apiVersion) {
        for (JsonNode found : get(path).path("resources")) {
            String plural = found.path("name").asText();
            String resource = group.isEmpty() ? plural : plural + "." + group;
            boolean listed = false;
            for (JsonNode verb : found.path("verbs")) {
                listed |= verb.asText().equals("list");
            }
            if (listed && !plural.contains("/") && !Layout.LEFT_OUT.contains(resource)) {
                kinds.add(new Kind(
                        resource,
                        path + "/" + plural,
                        apiVersion,
                        found.path("kind").asText()));
            }
        }
    }

    /** All objects of a kind, in all namespaces. */
    void each(Kind kind, Sink sink) throws IOException {
        String next = "";
        do {
            JsonNode page = get(kind.path() + "?limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + next));
            for (JsonNode item : page.path("items")) {
                ObjectNode object = (ObjectNode) item;
                // Lists of the core kinds leave them out, as in Kubernetes.
                object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
                sink.accept(object);
            }
            next = page.at("/metadata/continue").asText();
        } while (!next.isEmpty());
    }

    private JsonNode get(String path) {
        return api.getRaw(path)
                .orElseThrow(() -> new ApiCallException(404, "NotFound", "the API does not serve " + path, null));
    }
}
