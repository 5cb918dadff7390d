package dev.roadstead.cli.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws up Nodes, and the Secrets that they need; pure. */
public final class NodeManifests {
    /** Where the Secrets are: not in a namespace of users. */
    public static final String NAMESPACE = "roadstead-system";

    private NodeManifests() {}

    /** The Secret first, if there is one. */
    public static List<ObjectNode> of(String name, Way way) {
        JsonMapper json = Json.mapper();
        List<ObjectNode> manifests = new ArrayList<>();
        if (!way.secret().isEmpty()) {
            ObjectNode secret = object(json, "v1", "Secret", secretName(name));
            secret.withObject("/metadata").put("namespace", NAMESPACE);
            secret.put("type", way.secret().containsKey("tls.crt") ? "kubernetes.io/tls" : "kubernetes.io/ssh-auth");
            ObjectNode data = secret.putObject("data");
            for (Map.Entry<String, byte[]> entry : way.secret().entrySet()) {
                data.put(entry.getKey(), entry.getValue());
            }
            manifests.add(secret);
        }
        ObjectNode node = object(json, "roadstead.dev/v1", "Node", name);
        JsonNode connection = json.valueToTree(way.connection());
        node.putObject("spec").set("connection", connection);
        manifests.add(node);
        return manifests;
    }

    /** A name that a Node may have, of one that a context has. */
    public static String nodeName(String context) {
        String name =
                context.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return name.isEmpty()
                ? "node"
                : name.substring(0, Math.min(63, name.length())).replaceAll("-+$", "");
    }

    public static String secretName(String node) {
        return "node-" + node;
    }

    private static ObjectNode object(JsonMapper json, String apiVersion, String kind, String name) {
        ObjectNode object =
                json.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }
}
