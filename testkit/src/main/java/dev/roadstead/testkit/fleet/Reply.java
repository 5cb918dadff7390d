package dev.roadstead.testkit.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** An answer of an engine. */
record Reply(int status, String body) {
    private static final JsonMapper JSON = new JsonMapper();
    static final Reply NOTHING = new Reply(204, "");
    static final Reply NOT_MODIFIED = new Reply(304, "");

    static Reply ok(String body) {
        return new Reply(200, body);
    }

    static Reply ok(JsonNode body) {
        return new Reply(200, body.toString());
    }

    static Reply error(int status, String message) {
        return new Reply(status, JSON.createObjectNode().put("message", message).toString());
    }

    static Reply missing(String what, String name) {
        return error(404, "No such " + what + ": " + name);
    }
}
