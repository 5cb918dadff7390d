package dev.roadstead.conformance.badinput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.conformance.HttpClient;
import dev.roadstead.conformance.HttpClient.Answer;
import dev.roadstead.conformance.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A request that must be refused. In the files:
 *
 * <pre>
 * name      what is bad
 * request   method and target; {widgets}, {configmaps}, {crds} and {ns} stand for paths of this suite
 * headers   whole lines; the content type is that of JSON, or of a merge patch, if there is none
 * body      a text, or a tree that is sent as JSON
 * widget    instead of body: what to change in a good Widget, as a merge patch
 * crd       instead of body: what to change in a good CustomResourceDefinition
 * hex       instead of body: bytes
 * repeat    instead of body: [before, repeated, times, after]; a header may be such a list too
 * answer    status code and, unless the answer is none of the API's, the reason
 * message   a part of the message
 * </pre>
 */
final class BadRequest {
    private static final String NAMESPACE = "bad-input";
    private static final Map<String, String> PATHS = Map.of(
            "{widgets}",
            "/apis/conformance.roadstead.dev/v1/namespaces/" + NAMESPACE + "/widgets",
            "{configmaps}",
            "/api/v1/namespaces/" + NAMESPACE + "/configmaps",
            "{crds}",
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            "{ns}",
            NAMESPACE);

    private final JsonNode entry;

    private BadRequest(JsonNode entry) {
        this.entry = entry;
    }

    static List<BadRequest> in(String file) {
        List<BadRequest> requests = new ArrayList<>();
        yaml(TestServer.resource("/bad-input/" + file)).forEach(entry -> requests.add(new BadRequest(entry)));
        return requests;
    }

    static JsonNode yaml(String text) {
        return DocumentReader.read(text.getBytes(StandardCharsets.UTF_8), Format.YAML);
    }

    String name() {
        return entry.path("name").asText();
    }

    String answer() {
        return entry.path("answer").asText();
    }

    String message() {
        return entry.path("message").asText();
    }

    Answer send(HttpClient http) {
        String[] request = resolve(entry.path("request").asText()).split(" ", 2);
        List<String> headers = new ArrayList<>();
        entry.path("headers").forEach(header -> headers.add(header.isArray() ? repeated(header) : header.asText()));
        if (headers.stream().noneMatch(header -> header.regionMatches(true, 0, "Content-Type:", 0, 13))) {
            headers.add("Content-Type: application/" + (request[0].equals("PATCH") ? "merge-patch+json" : "json"));
        }
        return http.send(request[0], request[1], headers, body());
    }

    private byte[] body() {
        if (entry.has("hex")) {
            return HexFormat.of().parseHex(entry.path("hex").asText().replace(" ", ""));
        }
        if (entry.has("repeat")) {
            return repeated(entry.path("repeat")).getBytes(StandardCharsets.UTF_8);
        }
        for (String base : List.of("widget", "crd")) {
            if (entry.has(base)) {
                JsonNode object = yaml(TestServer.resource("/bad-input/good/" + base + ".yaml"));
                return merge(object, entry.path(base)).toString().getBytes(StandardCharsets.UTF_8);
            }
        }
        JsonNode body = entry.path("body");
        String text = body.isMissingNode() ? "" : body.isTextual() ? body.textValue() : body.toString();
        return resolve(text).getBytes(StandardCharsets.UTF_8);
    }

    private static String repeated(JsonNode parts) {
        return parts.path(0).asText()
                + parts.path(1).asText().repeat(parts.path(2).asInt())
                + parts.path(3).asText();
    }

    private static String resolve(String text) {
        String resolved = text;
        for (Map.Entry<String, String> path : PATHS.entrySet()) {
            resolved = resolved.replace(path.getKey(), path.getValue());
        }
        return resolved;
    }

    private static JsonNode merge(JsonNode object, JsonNode changes) {
        if (!(object instanceof ObjectNode target) || !(changes instanceof ObjectNode)) {
            return changes;
        }
        changes.properties()
                .forEach(change -> target.set(change.getKey(), merge(target.path(change.getKey()), change.getValue())));
        return target;
    }
}
