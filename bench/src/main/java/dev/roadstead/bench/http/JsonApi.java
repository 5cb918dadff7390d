package dev.roadstead.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Calls to a server whose cost is not measured. Used by one thread. */
public final class JsonApi implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Target target;
    private final Connection connection;

    public JsonApi(Target target) throws IOException {
        this.target = target;
        this.connection = target.connect();
    }

    public JsonNode get(String path) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        connection.exchange(Request.get(target, path), 200, body::write);
        return JSON.readTree(body.toByteArray());
    }

    /** Creates an object. */
    public void create(String collection, String json) throws IOException {
        connection.exchange(
                Request.postJson(target, collection, json.getBytes(StandardCharsets.UTF_8)), 201, (b, f, l) -> {});
    }

    /** Changes an object by a merge patch. */
    public void patch(String path, String json) throws IOException {
        connection.exchange(
                Request.mergePatch(target, path, json.getBytes(StandardCharsets.UTF_8)), 200, (b, f, l) -> {});
    }

    public void delete(String path) throws IOException {
        connection.exchange(Request.delete(target, path), 200, (b, f, l) -> {});
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
