package dev.roadstead.conformance.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.conformance.HttpClient;
import dev.roadstead.conformance.HttpClient.Answer;
import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServer.class)
final class BadRequestsTest {
    private static final List<String> FILES = List.of(
            "bodies.yaml",
            "objects.yaml",
            "protobuf.yaml",
            "patches.yaml",
            "queries.yaml",
            "paths.yaml",
            "headers.yaml",
            "definitions.yaml",
            "access.yaml");
    private static final String NAMESPACE = "/namespaces/bad-input/";
    private static final String WIDGETS = "/apis/conformance.roadstead.dev/v1" + NAMESPACE + "widgets";
    private static final String CONFIGMAPS = "/api/v1" + NAMESPACE + "configmaps";
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    @TestFactory
    Stream<DynamicContainer> areRefusedWithoutAnEffect(TestServer server) {
        HttpClient http = server.http();
        server.ensureNamespace("bad-input");
        create(http, WIDGETS, TestServer.resource("/bad-input/good/widget.yaml").replace("name: web", "name: kept"));
        create(http, CONFIGMAPS, "{apiVersion: v1, kind: ConfigMap, metadata: {name: kept}, data: {a: b}}");
        List<JsonNode> before = stored(http);
        return FILES.stream()
                .map(file -> dynamicContainer(
                        file,
                        BadRequest.in(file).stream()
                                .map(request -> dynamicTest(request.name(), () -> check(http, request, before)))));
    }

    private static void check(HttpClient http, BadRequest request, List<JsonNode> before) {
        Answer answer = request.send(http);

        String[] expected = request.answer().split(" ", 2);
        assertThat(answer.status()).as("%s", answer).isEqualTo(Integer.parseInt(expected[0]));
        if (expected.length > 1) {
            assertThat(answer.json().path("kind").asText()).isEqualTo("Status");
            assertThat(answer.json().path("code").asInt()).isEqualTo(answer.status());
            assertThat(answer.json().path("reason").asText()).isEqualTo(expected[1]);
            assertThat(answer.json().path("message").asText()).contains(request.message());
        }
        assertThat(stored(http)).as("what is stored").isEqualTo(before);
        create(http, CONFIGMAPS + "?dryRun=All", "{apiVersion: v1, kind: ConfigMap, metadata: {name: next}}");
    }

    /** Of definitions, which are large, the metadata: no write leaves the resourceVersion as it was. */
    private static List<JsonNode> stored(HttpClient http) {
        List<JsonNode> stored = new ArrayList<>();
        for (String path : List.of(WIDGETS, CONFIGMAPS)) {
            items(http.get(path)).forEach(stored::add);
        }
        for (JsonNode crd : items(http.get(CRDS, "Accept", METADATA))) {
            String name = crd.at("/metadata/name").asText();
            if (name.startsWith("boats.") && !name.matches("boats[.](crds|dryrun)-.*")) {
                stored.add(crd);
            }
        }
        return stored;
    }

    private static JsonNode items(Answer list) {
        assertThat(list.status()).as("%s", list).isEqualTo(200);
        return list.json().path("items");
    }

    private static void create(HttpClient http, String path, String yaml) {
        Answer answer = http.post(path, BadRequest.yaml(yaml).toString());
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    }
}
