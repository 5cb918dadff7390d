package dev.roadstead.controller.probe;

import dev.roadstead.controller.probe.ProbeSpec.Http;
import dev.roadstead.controller.probe.ProbeSpec.Tcp;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Makes single attempts. Thread-safe. */
final class Attempts implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** What went wrong, in words that are the same each time; empty when nothing did. */
    Optional<String> attempt(ProbeSpec spec) throws InterruptedException {
        try {
            return switch (spec.target()) {
                case Http http -> get(http, spec.timeout());
                case Tcp tcp -> connect(tcp, spec.timeout());
            };
        } catch (HttpTimeoutException | SocketTimeoutException e) {
            return Optional.of("no answer within " + spec.timeout().toMillis() + " ms from " + shown(spec.target()));
        } catch (ConnectException e) {
            return Optional.of("nothing accepts connections at " + shown(spec.target()));
        } catch (IllegalArgumentException e) {
            return Optional.of(shown(spec.target()) + " cannot be probed: " + e.getMessage());
        } catch (IOException e) {
            return Optional.of("the connection to " + shown(spec.target()) + " failed: " + e.getMessage());
        }
    }

    /** Reads the head only: the timeout is on that, and a body may have no end. */
    private Optional<String> get(Http target, Duration timeout) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(target))
                .timeout(timeout)
                .header("User-Agent", "roadstead-probe")
                .build();
        var response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream _ = response.body()) {
            int status = response.statusCode();
            boolean healthy = target.expect() == null ? status >= 200 && status < 400 : status == target.expect();
            return healthy
                    ? Optional.empty()
                    : Optional.of("GET " + target.path() + " at " + shown(target) + " answered " + status
                            + ", expected " + (target.expect() == null ? "200 to 399" : target.expect()));
        }
    }

    private static URI uri(Http target) throws IOException {
        try {
            return URI.create("http://" + shown(target) + target.path());
        } catch (IllegalArgumentException e) {
            throw new IOException("\"" + target.path() + "\" is no path", e);
        }
    }

    private static Optional<String> connect(Tcp target, Duration timeout) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(target.host(), target.port()), Math.toIntExact(timeout.toMillis()));
            return Optional.empty();
        }
    }

    private static String shown(ProbeSpec.Target target) {
        String host = target.host().indexOf(':') >= 0 ? "[" + target.host() + "]" : target.host();
        return host + ":" + target.port();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
