package dev.roadstead.cli.namespaces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.QuotedJson;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.WatchStream;
import dev.roadstead.model.Json;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** An API of three kinds by its paths, whose user may be killed at a write. Volumes have their data at once. */
final class PathApi implements ApiClient {
    private static final Map<String, String> DISCOVERY = Map.of(
            "/api/v1", "{'resources':[{'name':'secrets','kind':'Secret'}]}",
            "/apis/roadstead.dev/v1",
                    "{'resources':[{'name':'volumes','kind':'Volume'},{'name':'applications','kind':'Application'}]}");

    final Map<String, JsonNode> objects = new TreeMap<>();
    /** Paths of what was created, in order. */
    final List<String> created = new ArrayList<>();

    private int left;

    PathApi(int writes) {
        left = writes;
    }

    /** The process is gone. */
    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A new process may write so often. */
    void writes(int writes) {
        left = writes;
    }

    private void live() {
        if (left-- == 0) {
            throw new KilledException();
        }
    }

    @Override
    public Optional<JsonNode> getRaw(String path) {
        return DISCOVERY.containsKey(path)
                ? Optional.of(QuotedJson.object(DISCOVERY.get(path)))
                : Optional.ofNullable(objects.get(path));
    }

    @Override
    public JsonNode postRaw(String path, JsonNode body) {
        live();
        String place = path + "/" + body.at("/metadata/name").asText();
        if (objects.putIfAbsent(place, body.deepCopy()) != null) {
            throw new AssertionError(place + " is made twice");
        }
        created.add(place);
        return body;
    }

    /** Of annotations only. */
    @Override
    public JsonNode patchRaw(String path, JsonNode mergePatch) {
        live();
        JsonNode object = Objects.requireNonNull(objects.get(path), path);
        ObjectNode annotations = ((ObjectNode) object).withObject("/metadata").withObject("/annotations");
        mergePatch.at("/metadata/annotations").properties().forEach(change -> {
            annotations.set(change.getKey(), change.getValue());
            if (change.getValue().isNull()) {
                annotations.remove(change.getKey());
            }
        });
        return object;
    }

    @Override
    public <T extends Resource> Optional<T> find(ResourceType<T> type, String namespace, String name) {
        String path = "/apis/roadstead.dev/v1/namespaces/" + namespace + "/" + type.plural() + "/" + name;
        return Optional.ofNullable(objects.get(path)).map(object -> {
            ObjectNode ready = object.deepCopy();
            ready.set("status", QuotedJson.object("""
                    {'usedBy':[],'replaced':[],'conditions':[{'type':'Ready','status':'True','reason':'Ready','message':'',
                     'lastTransitionTime':'2026-01-01T00:00:00Z'}]}"""));
            return Json.mapper().convertValue(ready, type.javaType());
        });
    }

    @Override
    public <T extends Resource> Listing<T> list(ResourceType<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends Resource> WatchStream<T> watch(ResourceType<T> type, String afterResourceVersion) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends Resource> T create(ResourceType<T> type, T object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends Resource> T patch(ResourceType<T> type, String namespace, String name, JsonNode mergePatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends Resource> T patchStatus(
            ResourceType<T> type, String namespace, String name, JsonNode mergePatch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(ResourceType<?> type, String namespace, String name, String uid) {
        throw new UnsupportedOperationException();
    }
}
