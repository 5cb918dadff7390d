package dev.roadstead.testkit.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One request to an engine.
 *
 * @param path without the API version, decoded
 * @param segments the path's parts, decoded each by itself
 */
record Call(String method, String path, List<String> segments, Map<String, String> query, String body) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> VERBS =
            Set.of("json", "create", "start", "stop", "kill", "logs", "pause", "unpause", "connect", "disconnect");

    /** Reads a request's head and body; throws EOFException when there is none. */
    static Call read(InputStream in) throws IOException {
        String[] line = line(in).split(" ", 3);
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String target = line[1].replaceFirst("^/v1\\.[0-9]+/", "/");
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        List<String> segments =
                Stream.of(path.substring(1).split("/")).map(Call::decoded).toList();
        return new Call(
                line[0], decoded(path), segments, query(question < 0 ? "" : target.substring(question + 1)), body);
    }

    JsonNode json() {
        return json(body);
    }

    /** Method, collection and what is done, without the name or id. */
    String kind() {
        String last = segments.getLast();
        return method + " " + segments.getFirst() + (segments.size() > 1 && VERBS.contains(last) ? " " + last : "");
    }

    /** The {@code filters} parameter; values may be lists, or objects whose names are the values. */
    JsonNode filters() {
        return json(query.getOrDefault("filters", "{}"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.isEmpty() ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String each : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = each.indexOf('=');
            query.put(
                    decoded(equals < 0 ? each : each.substring(0, equals)),
                    equals < 0 ? "" : decoded(each.substring(equals + 1)));
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public String toString() {
        return method + " " + path + (query.isEmpty() ? "" : " " + query.keySet());
    }
}
