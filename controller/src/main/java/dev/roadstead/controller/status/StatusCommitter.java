package dev.roadstead.controller.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.client.PatchOf;
import dev.roadstead.model.Json;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;

/** Writes an object's status once a pass, and only if it differs. Thread-safe. */
public final class StatusCommitter {
    private final JsonMapper mapper = Json.mapper();
    private final ApiClient client;

    public StatusCommitter(ApiClient client) {
        this.client = client;
    }

    /**
     * Writes the new status if it differs from the one that was read.
     *
     * @param read the object as it was read; the write fails if it has changed since
     * @param newStatus the kind's Status record
     * @return the object as it is then: the very one that was read if there was nothing to write
     * @throws dev.roadstead.controller.client.ApiCallException a conflict if the object has changed since it was read
     */
    public <T extends Resource> T commit(ResourceType<T> type, T read, Object newStatus) {
        Object status = read.status();
        if (newStatus.equals(status)) {
            return read;
        }
        JsonNode before = status == null ? mapper.createObjectNode() : mapper.valueToTree(status);
        ObjectNode changes = MergePatch.between(before, mapper.valueToTree(newStatus));
        if (changes.isEmpty()) {
            return read;
        }
        ObjectMeta metadata = read.metadata();
        ObjectNode patch = PatchOf.unchanged(metadata);
        patch.set("status", changes);
        String namespace = metadata.namespace() == null ? "" : metadata.namespace();
        return client.patchStatus(type, namespace, metadata.name(), patch);
    }
}
