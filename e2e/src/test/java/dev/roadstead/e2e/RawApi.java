package dev.roadstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.client.Kubeconfig;
import dev.roadstead.testkit.ClientTls;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Single requests to a server that may die at any moment and come back at another address. Nothing is tried again: the
 * caller must know which answers it got. Thread-safe.
 */
final class RawApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final JsonMapper mapper = new JsonMapper();
    private final Path kubeconfig;
    private final HttpClient http;
    private volatile Kubeconfig server;

    RawApi(Path kubeconfig) throws IOException {
        this.kubeconfig = kubeconfig;
        this.server = Kubeconfig.read(kubeconfig);
        this.http = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(
                        Objects.requireNonNull(server.certificateAuthority()).getBytes(StandardCharsets.US_ASCII)))
                .connectTimeout(TIMEOUT)
                .build();
    }

    record Answer(int status, JsonNode body) {}

    /** The server has been started again. */
    void readAddress() throws IOException {
        server = Kubeconfig.read(kubeconfig);
    }

    /**
     * Sends one request; {@code body} is empty for none.
     *
     * @throws IOException when no answer came: what was asked may have happened or not
     */
    Answer call(String method, String path, String contentType, String body) throws IOException, InterruptedException {
        HttpRequest request = request(path)
                .timeout(TIMEOUT)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), mapper.readTree(response.body()));
    }

    /** The events of a watch, a line each, as long as the server lives. */
    HttpResponse<InputStream> watch(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder request(String path) {
        Kubeconfig now = server;
        return HttpRequest.newBuilder(now.server().resolve(path)).header("Authorization", "Bearer " + now.token());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
