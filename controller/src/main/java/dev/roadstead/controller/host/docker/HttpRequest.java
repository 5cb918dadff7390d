package dev.roadstead.controller.host.docker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request to the engine.
 *
 * @param path with query, without API version
 * @param body empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
record HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {
    /** With a body of text. */
    HttpRequest(String method, String path, Map<String, String> headers, String body) {
        this(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpRequest get(String path) {
        return new HttpRequest("GET", path, Map.of(), new byte[0]);
    }

    static HttpRequest post(String path) {
        return new HttpRequest("POST", path, Map.of(), "");
    }

    static HttpRequest post(String path, String json) {
        return new HttpRequest("POST", path, Map.of("Content-Type", "application/json"), json);
    }

    /** Percent-encoded for a query. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    boolean isGet() {
        return method.equals("GET");
    }

    /** Method and path without the query: short, stable, and free of values. */
    @Override
    public String toString() {
        int query = path.indexOf('?');
        return method + " " + (query < 0 ? path : path.substring(0, query));
    }
}
