package dev.roadstead.apiserver.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.UUID;

/** Objects for tests of the store and the cache. */
public final class TestObjects {
    public static final String RESOURCE = "boats.example.com";

    private TestObjects() {}

    public static ObjectKey key(String name) {
        return new ObjectKey(RESOURCE, "default", name);
    }

    public static byte[] body(ObjectKey key, Map<String, String> labels, int size) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "example.com/v1").put("kind", "Boat");
        ObjectNode metadata = object.putObject("metadata").put("name", key.name());
        ObjectNode labelsNode = metadata.putObject("labels");
        labels.forEach(labelsNode::put);
        object.putObject("spec").put("cargo", "x".repeat(size));
        return CanonicalJson.encode(object);
    }

    public static Write.Create creation(ObjectKey key) {
        return creation(key, Map.of());
    }

    public static Write.Create creation(ObjectKey key, Map<String, String> labels) {
        return new Write.Create(key, UUID.randomUUID().toString(), body(key, labels, 10));
    }

    public static Write.Update update(Write.Create created, long revision, Map<String, String> labels) {
        return new Write.Update(created.key(), created.uid(), revision, body(created.key(), labels, 10));
    }

    public static Write.Delete delete(Write.Create created, long revision) {
        return new Write.Delete(created.key(), created.uid(), revision, created.body());
    }

    /** Commits a write that must not be refused; its revision. */
    public static long commit(ResourceStore store, Write write) {
        WriteResult result = store.write(write);
        if (result instanceof WriteResult.Committed committed) {
            return committed.revision();
        }
        throw new AssertionError(write.key() + ": expected to be committed, but " + result);
    }
}
