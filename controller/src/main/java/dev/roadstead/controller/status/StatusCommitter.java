package dev.roadstead.controller.status;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;

/** Writes an object's status once a pass, and only if it differs. Thread-safe. */
public final class StatusCommitter {
    public StatusCommitter(ApiClient client) {}

    /**
     * Writes the new status if it differs from the one that was read.
     *
     * @param read the object as it was read; the write fails if it has changed since
     * @param newStatus the kind's Status record
     * @return whether something was written
     * @throws dev.roadstead.controller.client.ApiCallException a conflict if the object has changed since it was read
     */
    public <T extends Resource> boolean commit(ResourceType<T> type, T read, Object newStatus) {
        throw new UnsupportedOperationException();
    }
}
