package dev.roadstead.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.testkit.ClientTls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** The administrator's HTTP: decent requests over connections that stay, and any bytes at all. Thread-safe. */
public final class HttpClient {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI url;
    private final String token;
    private final java.net.http.HttpClient decent;
    private final RawHttp raw;

    private HttpClient(URI url, String token, SSLContext tls) {
        this.url = url;
        this.token = token;
        this.decent = java.net.http.HttpClient.newBuilder().sslContext(tls).build();
        this.raw = new RawHttp(url, tls);
    }

    /**
     * What came back.
     *
     * @param head status line and headers
     */
    public record Answer(int status, String head, String text) {
        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text, e);
            }
        }

        /** As a failure's message shows it. */
        @Override
        public String toString() {
            return head.lines().findFirst().orElse("") + "\n"
                    + (text.length() > 2000 ? text.substring(0, 2000) + "…" : text);
        }
    }

    public static HttpClient administrator(ApiServer server) throws IOException {
        Path kubeconfig = server.adminKubeconfig();
        return new HttpClient(
                server.url(),
                field(kubeconfig, "token: (.*)"),
                ClientTls.trusting(Base64.getDecoder().decode(field(kubeconfig, "certificate-authority-data: (.*)"))));
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer post(String path, String json) {
        return send(request(path, "Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /**
     * Sends a request as it is given.
     *
     * @param headers whole lines; the token is added unless they name an authorization
     */
    public Answer send(String method, String target, List<String> headers, byte[] body) {
        return raw.send(method, target, "Bearer " + token, headers, body);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path)).timeout(TIMEOUT).header("Authorization", "Bearer " + token);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = decent.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.toString(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String field(Path kubeconfig, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(kubeconfig));
        if (!matcher.find()) {
            throw new IOException(kubeconfig + " has nothing like " + pattern);
        }
        return matcher.group(1);
    }
}
