package dev.roadstead.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.controller.client.ApiClient;
import java.util.Optional;

/** Makes the server's objects what manifests say: creates what is missing, merges into what is there. */
public final class Applier {
    private final ApiClient api;

    public Applier(ApiClient api) {
        this.api = api;
    }

    /** What applying a manifest did. */
    enum Change {
        created,
        configured,
        unchanged
    }

    /** The object that a manifest is about, as the server has it. */
    public Optional<JsonNode> find(ObjectNode manifest) {
        return api.getRaw(collection(manifest) + "/" + name(manifest));
    }

    Change apply(ObjectNode manifest) {
        Optional<JsonNode> before = find(manifest);
        if (before.isEmpty()) {
            api.postRaw(collection(manifest), manifest);
            return Change.created;
        }
        JsonNode after = api.patchRaw(collection(manifest) + "/" + name(manifest), manifest);
        return resourceVersion(after).equals(resourceVersion(before.get())) ? Change.unchanged : Change.configured;
    }

    public static String name(JsonNode manifest) {
        return manifest.at("/metadata/name").asText();
    }

    /** The path below which objects of the manifest's kind and namespace lie, as discovery names it. */
    public String collection(ObjectNode manifest) {
        String apiVersion = manifest.path("apiVersion").asText();
        String kind = manifest.path("kind").asText();
        String root = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        for (JsonNode resource :
                api.getRaw(root).orElseThrow(() -> unknown(apiVersion, kind)).path("resources")) {
            String plural = resource.path("name").asText();
            if (resource.path("kind").asText().equals(kind) && !plural.contains("/")) {
                String namespace = manifest.at("/metadata/namespace").asText("default");
                return resource.path("namespaced").asBoolean()
                        ? root + "/namespaces/" + namespace + "/" + plural
                        : root + "/" + plural;
            }
        }
        throw unknown(apiVersion, kind);
    }

    private static CliException unknown(String apiVersion, String kind) {
        return new CliException("the server has no kind " + kind + " in " + apiVersion
                + "; 'kubectl api-resources' lists what it has. A server of an older version that still runs is replaced"
                + " by " + Invocation.of("down") + " and " + Invocation.of("up"));
    }

    private static String resourceVersion(JsonNode object) {
        return object.at("/metadata/resourceVersion").asText();
    }
}
