package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever a client sends: a 4xx that says where and what, nothing stored, and the next request works. */
@ExtendWith(RunningServer.class)
class BadInputTest {
    private record Bad(String spec, int status, String named) {}

    @Test
    void specIsRefusedWithThePathOfWhatIsWrong(TestApi api) {
        List<Bad> specs = List.of(
                new Bad("{\"size\": \"big\"}", 422, "spec.size"),
                new Bad("{\"size\": 101}", 422, "spec.size"),
                new Bad("{\"size\": 1e400}", 400, "column"),
                new Bad("{\"color\": \"red\"}", 422, "spec.size"),
                new Bad("{\"size\": 1, \"size\": 2}", 400, "size"),
                new Bad("{\"size\": 1", 400, "line"));

        for (Bad bad : specs) {
            ObjectNode fault = api.post(api.widgets(), TestApi.widget("a", bad.spec()))
                    .expect(bad.status())
                    .json();
            assertThat(fault.path("kind").asText()).isEqualTo("Status");
            assertThat(fault.path("message").asText()).as(bad.spec()).contains(bad.named());
            assertNothingStored(api);
        }
    }

    @Test
    void unknownFieldIsWarnedOfOrRefused(TestApi api) {
        String body = TestApi.widget("a", "{\"size\": 1, \"sice\": 2}");

        ObjectNode fault = api.post(api.widgets() + "?fieldValidation=Strict", body)
                .expect(400)
                .json();
        assertThat(fault.path("message").asText()).contains("unknown field \"spec.sice\"");
        assertNothingStored(api);

        var warned = api.post(api.widgets() + "?fieldValidation=Warn", body).expect(201);
        assertThat(warned.response().headers().firstValue("Warning").orElse(""))
                .startsWith("299 - \"unknown field \\\"spec.sice\\\"");
        assertThat(warned.at("/spec/sice").isMissingNode()).isTrue();
    }

    @Test
    void bodyThatIsAboutSomethingElseIsRefused(TestApi api) {
        String widget = TestApi.widget("a", "{\"size\": 1}");

        api.post(api.widgets(), widget.replace("Widget", "Gadget")).expect(400);
        api.post(api.widgets(), widget.replace("test.roadstead.dev/v1", "v1")).expect(400);
        api.post(api.widgets(), widget.replace("\"name\": \"a\"", "\"name\": \"a\", \"namespace\": \"other\""))
                .expect(400);
        api.post(api.widgets(), widget.replace("\"name\": \"a\"", "\"name\": \"a\", \"resourceVersion\": \"1\""))
                .expect(400);
        api.post(api.widgets(), widget.replace("\"name\": \"a\"", "\"name\": \"No Good\""))
                .expect(422);
        api.post(api.widgets(), "[]").expect(400);
        api.post(api.widgets(), "").expect(400);
        ObjectNode elsewhere = api.post("/apis/test.roadstead.dev/v1/namespaces/absent/widgets", widget)
                .expect(404)
                .json();
        assertThat(elsewhere.path("message").asText()).isEqualTo("namespaces \"absent\" not found");
        assertNothingStored(api);
    }

    @Test
    void unknownMediaTypeIsRefused(TestApi api) {
        api.send(api.request(api.widgets())
                        .header("Content-Type", "application/cbor")
                        .POST(HttpRequest.BodyPublishers.ofString("k8s")))
                .expect(415);
        api.get(api.widgets(), "text/html").expect(406);
    }

    @Test
    void brokenProtobufIsRefused(TestApi api) {
        ObjectNode fault = api.send(api.request(api.widgets())
                        .header("Content-Type", "application/vnd.kubernetes.protobuf")
                        .POST(HttpRequest.BodyPublishers.ofString("k8s\0\12\5")))
                .expect(400)
                .json();
        assertThat(fault.path("message").asText()).contains("protobuf: byte 5: the length is 5");
        assertNothingStored(api);
    }

    @Test
    void largeBodyIsRefusedAndTheNextRequestWorks(TestApi api) {
        String large = TestApi.widget("a", "{\"size\": 1, \"data\": \"" + "x".repeat(4 << 20) + "\"}");
        for (HttpClient.Version version : HttpClient.Version.values()) {
            TestApi client = api.with(version);

            ObjectNode fault = client.post(api.widgets(), large).expect(413).json();

            assertThat(fault.path("reason").asText()).isEqualTo("RequestEntityTooLarge");
            assertNothingStored(client);
        }
    }

    @Test
    void patchThatDoublesTheObjectAgainAndAgainIsRefused(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        String copies = IntStream.range(0, 40)
                .mapToObj(i -> "{\"op\": \"copy\", \"from\": \"/spec\", \"path\": \"/spec/c" + i + "\"}")
                .collect(Collectors.joining(",", "[", "]"));

        String message = api.patch(api.widgets("a"), "application/json-patch+json", copies)
                .expect(413)
                .at("/message")
                .asText();

        assertThat(message).contains("JSON patch").contains("copy");
        api.get(api.widgets("a")).expect(200);
    }

    @Test
    void patchThatNestsTheObjectDeeperAndDeeperIsRefused(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        String wraps = IntStream.range(0, 100)
                .mapToObj(i -> """
                        {"op": "add", "path": "/x", "value": {}},
                        {"op": "move", "from": "/metadata/deep", "path": "/x/deep"},
                        {"op": "move", "from": "/x", "path": "/metadata/deep"}""")
                .collect(Collectors.joining(
                        ",", "[{\"op\": \"add\", \"path\": \"/metadata/deep\", \"value\": 1},", "]"));

        api.patch(api.widgets("a"), "application/json-patch+json", wraps).expect(422);
    }

    @Test
    void objectThatGrowsPatchByPatchMeetsALimit(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        String tag = "{\"spec\": {\"tags\": {\"%s\": \"" + "x".repeat(2_000_000) + "\"}}}";
        api.mergePatch(api.widgets("a"), tag.formatted("one")).expect(200);

        api.mergePatch(api.widgets("a"), tag.formatted("two")).expect(413);

        assertThat(api.get(api.widgets("a")).expect(200).at("/spec/tags").size())
                .isEqualTo(1);
    }

    @Test
    void deleteOptionsOfAWrongTypeDeleteNothing(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");

        for (String options : List.of(
                "{\"dryRun\": \"All\"}",
                "{\"dryRun\": true}",
                "{\"preconditions\": \"uid\"}",
                "{\"propagationPolicy\": 1}")) {
            assertThat(api.delete(api.widgets("a"), options).status())
                    .as(options)
                    .isBetween(400, 422);
        }

        api.get(api.widgets("a")).expect(200);
    }

    @Test
    void warningsStayShort(TestApi api) {
        String field = "f".repeat(100_000);

        HttpResponse<String> response = api.post(
                        api.widgets(), TestApi.widget("a", "{\"size\": 1, \"" + field + "\": 1}"))
                .expect(201)
                .response();

        assertThat(response.headers().firstValue("Warning").orElseThrow())
                .contains("unknown field")
                .hasSizeLessThan(1000);
    }

    @Test
    void unknownPathsAndMethods(TestApi api) {
        assertThat(api.get("/nothing/here").expect(404).text()).isEqualTo("404 page not found\n");
        assertThat(api.get("/apis/test.roadstead.dev/v1/nothings").expect(404).text())
                .isEqualTo("404 page not found\n");
        api.get(api.widgets("a", "log")).expect(404);
        api.get("/apis/test.roadstead.dev/v1/widgets/a").expect(404);
        ObjectNode fault =
                api.put(api.widgets(), TestApi.parse("{}")).expect(405).json();
        assertThat(fault.path("reason").asText()).isEqualTo("MethodNotAllowed");
        api.post(api.widgets("a"), "{}").expect(405);
    }

    @Test
    void badQueryIsRefused(TestApi api) {
        for (String query : List.of(
                "watch=maybe",
                "resourceVersion=x",
                "resourceVersion=-1",
                "limit=-1",
                "limit=many",
                "continue=abc",
                "continue=***",
                "continue=MS8xLw",
                "continue=MS8xL290aGVyL2E", // of the namespace "other"
                "continue=MS8xL290aGVyL2E&resourceVersion=7",
                "watch=1&timeoutSeconds=x")) {
            assertThat(api.get(api.widgets() + "?" + query).status()).as(query).isEqualTo(400);
        }
    }

    @Test
    void contradictingListOptionsAreInvalid(TestApi api) {
        for (String query : List.of(
                "resourceVersionMatch=Exact",
                "resourceVersionMatch=NotOlderThan",
                "resourceVersion=0&resourceVersionMatch=Exact",
                "resourceVersion=1&resourceVersionMatch=Newest",
                "resourceVersion=1&resourceVersionMatch=Exact&continue=abc",
                "sendInitialEvents=true",
                "watch=1&sendInitialEvents=true",
                "watch=1&sendInitialEvents=false",
                "watch=1&resourceVersion=1&resourceVersionMatch=NotOlderThan",
                "watch=1&sendInitialEvents=true&resourceVersionMatch=Exact")) {
            assertThat(api.get(api.widgets() + "?" + query).status()).as(query).isEqualTo(422);
        }
    }

    @Test
    void brokenPercentEncodingIsRefused(TestApi api) throws IOException {
        assertThat(api.rawStatusLine("/api/%zz")).startsWith("HTTP/1.1 400");
        assertThat(api.rawStatusLine("/api/v1/namespaces?labelSelector=%zz")).startsWith("HTTP/1.1 400");
    }

    private static void assertNothingStored(TestApi api) {
        assertThat(api.get(api.widgets()).expect(200).json().path("items")).isEmpty();
    }
}
