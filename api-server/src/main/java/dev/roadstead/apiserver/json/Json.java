package dev.roadstead.apiserver.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Makes Jackson's readers and writers. By itself Jackson keeps its buffers for the thread that used them; a virtual thread
 * serves one request, and its buffers would be a fifth of all garbage.
 */
public final class Json {
    private Json() {}

    /** With settings of one's own. */
    public static JsonFactoryBuilder factory() {
        return (JsonFactoryBuilder) JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool());
    }

    public static JsonMapper mapper() {
        return new JsonMapper(factory().build());
    }
}
