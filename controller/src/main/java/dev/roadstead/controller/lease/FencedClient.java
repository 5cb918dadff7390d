package dev.roadstead.controller.lease;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.WatchStream;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.util.Optional;

/** Writes only while this server owns the shard that it writes for: who was frozen must not go on where he was. */
public record FencedClient(ApiClient client, Ownership ownership, String shard) implements ApiClient {
    private void requireOwned() {
        if (!ownership.owns(shard)) {
            throw new ApiCallException(409, "Conflict", "not written: this server no longer owns " + shard, null);
        }
    }

    @Override
    public <T extends Resource> Listing<T> list(ResourceType<T> type) {
        return client.list(type);
    }

    @Override
    public <T extends Resource> WatchStream<T> watch(ResourceType<T> type, String afterResourceVersion) {
        return client.watch(type, afterResourceVersion);
    }

    @Override
    public <T extends Resource> Optional<T> find(ResourceType<T> type, String namespace, String name) {
        return client.find(type, namespace, name);
    }

    @Override
    public <T extends Resource> T create(ResourceType<T> type, T object) {
        requireOwned();
        return client.create(type, object);
    }

    @Override
    public <T extends Resource> T patch(ResourceType<T> type, String namespace, String name, JsonNode mergePatch) {
        requireOwned();
        return client.patch(type, namespace, name, mergePatch);
    }

    @Override
    public <T extends Resource> T patchStatus(
            ResourceType<T> type, String namespace, String name, JsonNode mergePatch) {
        requireOwned();
        return client.patchStatus(type, namespace, name, mergePatch);
    }

    @Override
    public void delete(ResourceType<?> type, String namespace, String name, String uid) {
        requireOwned();
        client.delete(type, namespace, name, uid);
    }

    @Override
    public Optional<JsonNode> getRaw(String path) {
        return client.getRaw(path);
    }

    @Override
    public JsonNode postRaw(String path, JsonNode body) {
        requireOwned();
        return client.postRaw(path, body);
    }

    @Override
    public JsonNode patchRaw(String path, JsonNode mergePatch) {
        requireOwned();
        return client.patchRaw(path, mergePatch);
    }
}
