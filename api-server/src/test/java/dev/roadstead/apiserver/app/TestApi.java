package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.testkit.ClientTls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A plain HTTP client of one server, as its administrator, with a namespace to work in. */
public final class TestApi {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final ApiServer server;
    private final URI url;
    private final Path kubeconfig;
    private final String token;
    private final HttpClient client;
    private final String namespace;

    /** One answer; the body is read as JSON on demand. */
    record Answer(int status, HttpResponse<String> response) {
        ObjectNode json() {
            return parse(response.body());
        }

        String text() {
            return response.body();
        }

        JsonNode at(String pointer) {
            return json().at(pointer);
        }

        Answer expect(int expected) {
            assertThat(status).as(response.body()).isEqualTo(expected);
            return this;
        }
    }

    TestApi(ApiServer server, String namespace, HttpClient.Version version) {
        this.server = server;
        this.url = server.url();
        this.kubeconfig = server.adminKubeconfig();
        this.token = field(kubeconfig, "token: (.*)");
        this.client = HttpClient.newBuilder()
                .version(version)
                .sslContext(ClientTls.trusting(
                        Base64.getDecoder().decode(field(kubeconfig, "certificate-authority-data: (.*)"))))
                .build();
        this.namespace = namespace;
    }

    static TestApi withNewNamespace(ApiServer server, String namespace) {
        TestApi api = new TestApi(server, namespace, HttpClient.Version.HTTP_2);
        api.post("/api/v1/namespaces", namespaceNamed(namespace)).expect(201);
        return api;
    }

    /** The same namespace by another protocol, on a connection of its own. */
    TestApi with(HttpClient.Version version) {
        return new TestApi(server, namespace, version);
    }

    static String namespaceNamed(String name) {
        return """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(name);
    }

    String namespace() {
        return namespace;
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    URI url() {
        return url;
    }

    HttpClient client() {
        return client;
    }

    /** The path of this test's widgets, or of one of them. */
    String widgets(String... rest) {
        String path = "/apis/test.roadstead.dev/v1/namespaces/" + namespace + "/widgets";
        return rest.length == 0 ? path : path + "/" + String.join("/", rest);
    }

    /** A widget with some spec in JSON. */
    static String widget(String name, String spec) {
        return """
                {"apiVersion": "test.roadstead.dev/v1", "kind": "Widget", "metadata": {"name": "%s"}, "spec": %s}""".formatted(name, spec);
    }

    ObjectNode createWidget(String name, String spec) {
        return post(widgets(), widget(name, spec)).expect(201).json();
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    Answer post(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer postYaml(String path, String body) {
        return send(request(path)
                .header("Content-Type", "application/yaml")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, JsonNode body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    Answer mergePatch(String path, String body) {
        return patch(path, "application/merge-patch+json", body);
    }

    Answer patch(String path, String type, String body) {
        return send(
                request(path).header("Content-Type", type).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer delete(String path, String options) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .method("DELETE", HttpRequest.BodyPublishers.ofString(options)));
    }

    HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", authorization());
    }

    String authorization() {
        return "Bearer " + token;
    }

    HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    TestWatch watch(String path) {
        return TestWatch.open(this, path, "application/json");
    }

    TestWatch watch(String path, String accept) {
        return TestWatch.open(this, path, accept);
    }

    /** The first line of the answer to a request that the JDK's client would not send. */
    String rawStatusLine(String target, String... headers) throws IOException {
        try (Socket socket = client.sslContext().getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            String more = headers.length == 0 ? "Connection: close" : String.join("\r\n", headers);
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return line == null ? "" : line;
        }
    }

    static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    private static String field(Path kubeconfig, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(kubeconfig));
            assertThat(matcher.find()).isTrue();
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
