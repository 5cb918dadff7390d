package dev.roadstead.controller.informer;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Resource;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/** placeholder. */
public final class Informer<T extends Resource> implements AutoCloseable {
    /** @param indexes by name: the values that an object is filed under */
    public Informer(
            ApiClient client, ResourceType<T> type, Map<String, Function<? super T, Collection<String>>> indexes) {}

    public Lister<T> lister() {
        throw new UnsupportedOperationException();
    }

    /** Before {@link #start} only. */
    public void onChange(ChangeHandler<? super T> handler) {
        throw new UnsupportedOperationException();
    }

    public void start() {
        throw new UnsupportedOperationException();
    }

    /** Whether the first list was taken in within this time. */
    public boolean awaitSynced(Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
