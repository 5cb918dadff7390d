package dev.roadstead.apiserver.admission.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One HTTP client for each set of authorities, so that connections are kept. No redirects are followed. */
public final class HttpsReviewClient implements ReviewClient, AutoCloseable {
    private static final int MAX_ANSWER = 6 << 20;
    private static final int MAX_CLIENTS = 64;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final Map<ByteBuffer, HttpClient> clients = new ConcurrentHashMap<>();

    @Override
    public byte[] post(URI url, byte[] authorities, byte[] body, Duration within)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .timeout(within)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer = client(authorities)
                .sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
        HttpResponse<byte[]> response = await(answer, within);
        if (response.statusCode() != 200) {
            throw new IOException("the service answered with the status " + response.statusCode());
        }
        return response.body();
    }

    /** The request's own timeout ends with the headers of the answer. */
    private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, Duration within)
            throws IOException, InterruptedException {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + within.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().toString(), e);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpClient client(byte[] authorities) throws IOException {
        ByteBuffer key = ByteBuffer.wrap(authorities);
        HttpClient known = clients.get(key);
        if (known != null) {
            return known;
        }
        if (clients.size() >= MAX_CLIENTS) {
            clients.clear();
        }
        HttpClient made = HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(trusting(authorities))
                .build();
        HttpClient raced = clients.putIfAbsent(key, made);
        return raced == null ? made : raced;
    }

    private static SSLContext trusting(byte[] authorities) throws IOException {
        try {
            if (authorities.length == 0) {
                return SSLContext.getDefault();
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(authorities))) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("caBundle cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
    }
}
