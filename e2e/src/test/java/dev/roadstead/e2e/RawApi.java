package dev.roadstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.client.Kubeconfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

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

    RawApi(Path kubeconfig) throws IOException, GeneralSecurityException {
        this.kubeconfig = kubeconfig;
        this.server = Kubeconfig.read(kubeconfig);
        this.http = HttpClient.newBuilder()
                .sslContext(trusting(Objects.requireNonNull(server.certificateAuthority())))
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

    private static SSLContext trusting(String authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        var pem = new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII));
        trusted.setCertificateEntry(
                "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
