package dev.roadstead.controller.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Typed calls to the API server. All of them block, have a deadline, and are thread-safe.
 *
 * <p>Namespaces are the empty string for cluster-scoped kinds. Every call but {@link #find} throws {@link
 * ApiCallException}; {@code find} maps 404 to empty and throws for everything else.
 */
public interface ApiClient {
    /** All objects of a kind in all namespaces, at one revision. */
    <T extends Resource> Listing<T> list(ResourceType<T> type);

    /** Changes of a kind in all namespaces after a revision; the stream ends by itself now and then. */
    <T extends Resource> WatchStream<T> watch(ResourceType<T> type, String afterResourceVersion);

    <T extends Resource> Optional<T> find(ResourceType<T> type, String namespace, String name);

    <T extends Resource> T create(ResourceType<T> type, T object);

    /**
     * JSON merge patch (RFC 7386) of the main resource. A {@code metadata.resourceVersion} or {@code metadata.uid} in it
     * is a precondition.
     */
    <T extends Resource> T patch(ResourceType<T> type, String namespace, String name, JsonNode mergePatch);

    /** The same for the status subresource. */
    <T extends Resource> T patchStatus(ResourceType<T> type, String namespace, String name, JsonNode mergePatch);

    /** Holds an unchanged object with a finalizer, or lets it go; returns it as it is afterwards. */
    default <T extends Resource> T hold(ResourceType<T> type, T object, String finalizer, boolean held) {
        ObjectMeta metadata = object.metadata();
        String namespace = type.namespaced() ? Objects.requireNonNull(metadata.namespace()) : "";
        return patch(type, namespace, metadata.name(), PatchOf.finalizer(metadata, finalizer, held));
    }

    /** Deletes the object if it still has this uid. */
    void delete(ResourceType<?> type, String namespace, String name, String uid);

    /** Untyped access for what has no record: {@code GET} of a path below the server's root; empty for 404. */
    Optional<JsonNode> getRaw(String path);

    /** Untyped {@code POST}. */
    JsonNode postRaw(String path, JsonNode body);

    /** Untyped merge {@code PATCH}. */
    JsonNode patchRaw(String path, JsonNode mergePatch);

    /** What a list call returns. */
    record Listing<T>(String resourceVersion, List<T> items) {}
}
