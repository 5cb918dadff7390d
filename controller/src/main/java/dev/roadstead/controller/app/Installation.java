package dev.roadstead.controller.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import java.util.Optional;

/** The id of an installation: the uid of its namespace {@code roadstead-system}, which lives as long as its database. */
final class Installation {
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String NAME = "roadstead-system";

    private Installation() {}

    /** Creates the namespace if it is not there. */
    static String id(ApiClient client) {
        return uid(find(client).orElseGet(() -> create(client)));
    }

    private static Optional<JsonNode> find(ApiClient client) {
        return client.getRaw(NAMESPACES + "/" + NAME);
    }

    private static JsonNode create(ApiClient client) {
        ObjectNode namespace =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", NAME);
        try {
            return client.postRaw(NAMESPACES, namespace);
        } catch (ApiCallException e) {
            if (!e.alreadyExists()) {
                throw e;
            }
            return find(client).orElseThrow(() -> e);
        }
    }

    private static String uid(JsonNode namespace) {
        String uid = namespace.path("metadata").path("uid").asText();
        if (uid.isEmpty()) {
            throw new IllegalStateException("namespace " + NAME + " has no uid; it is what marks our Docker objects");
        }
        return uid;
    }
}
