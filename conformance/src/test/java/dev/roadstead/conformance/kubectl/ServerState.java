package dev.roadstead.conformance.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.roadstead.conformance.HttpClient;
import dev.roadstead.conformance.HttpClient.Answer;
import java.util.List;

/** What the server holds, asked without kubectl. */
final class ServerState {
    private static final List<String> DISCOVERY = List.of("/api", "/apis");
    private static final String AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private final HttpClient http;
    private final String namespace;

    ServerState(HttpClient http, String namespace) {
        this.http = http;
        this.namespace = namespace;
    }

    /**
     * A part of an object.
     *
     * @param resource plural[.group]/name, or a path
     * @return a missing node if there is no such object or part
     */
    JsonNode at(String resource, String pointer) {
        Answer answer = http.get(resource.startsWith("/") ? resource : path(resource));
        return switch (answer.status()) {
            case 200 -> answer.json().at(pointer);
            case 404 -> MissingNode.getInstance();
            default -> throw new AssertionError(resource + ": " + answer);
        };
    }

    private String path(String resource) {
        String type = resource.substring(0, resource.indexOf('/'));
        String name = resource.substring(type.length() + 1);
        int dot = type.indexOf('.');
        String plural = dot < 0 ? type : type.substring(0, dot);
        String group = dot < 0 ? null : type.substring(dot + 1);
        for (String root : DISCOVERY) {
            JsonNode document = http.get(root, "Accept", AGGREGATED).json();
            for (JsonNode served : document.path("items")) {
                String servedGroup = served.path("metadata").path("name").asText();
                JsonNode version = served.path("versions").path(0);
                for (JsonNode candidate : version.path("resources")) {
                    if (candidate.path("resource").asText().equals(plural)
                            && (group == null || group.equals(servedGroup))) {
                        return path(root, servedGroup, version.path("version").asText(), candidate) + "/" + name;
                    }
                }
            }
        }
        throw new AssertionError("the server has no resource " + type);
    }

    private String path(String root, String group, String version, JsonNode resource) {
        String base = root + (group.isEmpty() ? "" : "/" + group) + "/" + version;
        boolean namespaced = resource.path("scope").asText().equals("Namespaced");
        return base + (namespaced ? "/namespaces/" + namespace : "") + "/"
                + resource.path("resource").asText();
    }
}
