package dev.roadstead.controller.status;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.time.Clock;

/** placeholder. */
public final class ApiEventRecorder implements EventRecorder, AutoCloseable {
    public ApiEventRecorder(ApiClient client, Clock clock) {}

    public void start() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends Resource> void normal(ResourceType<T> type, T about, String reason, String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T extends Resource> void warning(ResourceType<T> type, T about, String reason, String message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
