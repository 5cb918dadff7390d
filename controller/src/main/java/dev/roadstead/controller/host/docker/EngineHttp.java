package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.controller.host.HostException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * HTTP to one engine: connections are reused, calls are bounded in number and time, the API version is negotiated.
 * Thread-safe.
 *
 * <p>All methods throw {@link HostException} UNREACHABLE when there is no answer in time, and {@link EngineException} when
 * the answer is not a success.
 */
final class EngineHttp implements AutoCloseable {
    private static final int MAX_BODY = 64 << 20;
    private static final int MAX_ERROR_BODY = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DockerTransport transport;
    private final ConnectionPool connections;
    private final Semaphore permits;
    private volatile @Nullable ApiVersion version;

    /** @param maxCalls how many calls there may be at once; more wait here, within their deadline */
    EngineHttp(DockerTransport transport, Duration connectTimeout, int maxCalls) {
        this.transport = transport;
        this.connections = new ConnectionPool(transport, connectTimeout);
        this.permits = new Semaphore(maxCalls, true);
    }

    /** Reads an answer's body; runs within the deadline of its call. */
    @FunctionalInterface
    interface BodyReader<T> {
        T read(HttpResponse response) throws IOException;
    }

    /** Sends a request on one connection or another, and reads its answer. */
    private interface Exchange<T> {
        T run(HttpRequest request, String path, Deadline deadline, BodyReader<T> reader) throws IOException;
    }

    /** Calls and reads the whole answer, at most 64 MiB; its body is in memory. */
    HttpResponse call(HttpRequest request, Duration timeout) {
        return exchange(request, timeout, EngineHttp::inMemory);
    }

    /** Calls, and reads the answer with the reader; all of that within the timeout. */
    <T> T exchange(HttpRequest request, Duration timeout, BodyReader<T> reader) {
        return exchange(request, timeout, reader, this::onSomeConnection);
    }

    /**
     * Calls like {@link #call}, but on a connection that is opened for it. An engine that shuts down takes no new ones, and
     * goes on answering on those it has.
     */
    HttpResponse callAnew(HttpRequest request, Duration timeout) {
        return exchange(request, timeout, EngineHttp::inMemory, this::onNewConnection);
    }

    private <T> T exchange(HttpRequest request, Duration timeout, BodyReader<T> reader, Exchange<T> exchange) {
        Deadline deadline = Deadline.in(timeout);
        if (!acquire(deadline)) {
            throw DockerErrors.unreachable(transport, request, timeout, null);
        }
        try {
            String path = "/v" + apiVersion(deadline) + request.path();
            return exchange.run(request, path, deadline, reader);
        } catch (IOException e) {
            forget();
            throw DockerErrors.unreachable(transport, request, deadline.passed() ? timeout : null, e);
        } finally {
            permits.release();
        }
    }

    /**
     * Opens a stream on a connection of its own. The timeout covers the head of the answer; from then on the stream may be
     * silent for any time.
     */
    HttpStream open(HttpRequest request, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        try {
            String path = "/v" + apiVersion(deadline) + request.path();
            HttpConnection connection = connections.open(deadline);
            try (var _ = deadline.guard(connection)) {
                HttpResponse response = connection.exchange(request, path);
                if (!response.successful()) {
                    throw refusal(response);
                }
                return new HttpStream(response, () -> connections.discard(connection));
            } catch (IOException | RuntimeException e) {
                connections.discard(connection);
                throw e;
            }
        } catch (IOException e) {
            forget();
            throw DockerErrors.unreachable(transport, request, deadline.passed() ? timeout : null, e);
        }
    }

    /**
     * Puts a tar stream, as large as it may be, on a connection of its own, and returns when the engine has taken it in.
     *
     * @param silence how long the engine may let us wait at any point
     * @throws IOException what reading the stream threw
     */
    void upload(String path, InputStream tar, Duration silence) throws IOException {
        Deadline deadline = Deadline.in(silence);
        HttpRequest request = new HttpRequest("PUT", path, Map.of("Content-Type", "application/x-tar"), "");
        try {
            String versioned = "/v" + apiVersion(deadline) + path;
            HttpConnection connection = connections.open(deadline);
            try (SilenceGuard guard = new SilenceGuard(connection, silence)) {
                HttpResponse response = connection.exchange(request, versioned, tar, guard);
                if (!response.successful()) {
                    throw guard.await(() -> refusal(response));
                }
            } finally {
                connections.discard(connection);
            }
        } catch (HttpConnection.UnreadableBody e) {
            throw e.reason();
        } catch (IOException e) {
            forget();
            throw DockerErrors.unreachable(transport, request, null, e);
        }
    }

    /** A stream that its owner must close; closing ends a blocked read. */
    record HttpStream(HttpResponse response, Closeable connection) implements Closeable {
        @Override
        public void close() throws IOException {
            connection.close();
        }
    }

    /** Asks whether the engine is alive; the answer's head carries its clock. */
    HttpResponse ping(Duration timeout) {
        return call(HttpRequest.get("/_ping"), timeout);
    }

    /** What both sides speak; asked once, and again after the engine was lost. */
    ApiVersion apiVersion(Duration timeout) {
        try {
            return apiVersion(Deadline.in(timeout));
        } catch (IOException e) {
            forget();
            throw DockerErrors.unreachable(transport, HttpRequest.get("/_ping"), timeout, e);
        }
    }

    private ApiVersion apiVersion(Deadline deadline) throws IOException {
        ApiVersion known = version;
        if (known != null) {
            return known;
        }
        HttpRequest ping = HttpRequest.get("/_ping");
        HttpResponse answer = onSomeConnection(
                ping, ping.path(), deadline, response -> response.with(readAll(response.body(), MAX_ERROR_BODY)));
        String offered = answer.headers().getOrDefault("api-version", "");
        ApiVersion agreed = ApiVersion.negotiate(offered);
        version = agreed;
        return agreed;
    }

    private boolean acquire(Deadline deadline) {
        try {
            return permits.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostException(HostException.Kind.UNREACHABLE, "interrupted while waiting for a connection", e);
        }
    }

    private <T> T onSomeConnection(HttpRequest request, String path, Deadline deadline, BodyReader<T> reader)
            throws IOException {
        HttpConnection reused = connections.idle();
        if (reused == null) {
            return onNewConnection(request, path, deadline, reader);
        }
        try {
            return onConnection(reused, request, path, deadline, reader);
        } catch (IOException e) {
            // The engine may have dropped the idle connection. Only a GET can be sent twice without a thought.
            if (!request.isGet() || deadline.passed() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            connections.dropIdle();
            return onNewConnection(request, path, deadline, reader);
        }
    }

    private <T> T onNewConnection(HttpRequest request, String path, Deadline deadline, BodyReader<T> reader)
            throws IOException {
        return onConnection(connections.open(deadline), request, path, deadline, reader);
    }

    private <T> T onConnection(
            HttpConnection connection, HttpRequest request, String path, Deadline deadline, BodyReader<T> reader)
            throws IOException {
        boolean reusable = false;
        try (var _ = deadline.guard(connection)) {
            HttpResponse response = connection.exchange(request, path);
            if (!response.successful()) {
                EngineException refusal = refusal(response);
                reusable = response.persistent();
                throw refusal;
            }
            T result = reader.read(response);
            reusable = response.persistent() && response.body().read() < 0;
            return result;
        } finally {
            if (reusable) {
                connections.release(connection);
            } else {
                connections.discard(connection);
            }
        }
    }

    /** After a failure nothing is taken for granted: another engine may answer at this address next. */
    private void forget() {
        version = null;
        connections.dropIdle();
    }

    /** Reads the body to its end. */
    private static EngineException refusal(HttpResponse response) throws IOException {
        String body = new String(readAll(response.body(), MAX_ERROR_BODY), StandardCharsets.UTF_8);
        return new EngineException(response.status(), errorMessage(body));
    }

    private static String errorMessage(String body) {
        try {
            JsonNode message = JSON.readTree(body).path("message");
            return message.isTextual() ? message.textValue().strip() : body.strip();
        } catch (JsonProcessingException e) {
            return body.strip(); // a proxy in between, perhaps; its words are better than none
        }
    }

    private static HttpResponse inMemory(HttpResponse response) throws IOException {
        return response.with(readAll(response.body(), MAX_BODY));
    }

    private static byte[] readAll(InputStream body, int limit) throws IOException {
        byte[] bytes = body.readNBytes(limit);
        if (body.read() >= 0) {
            throw new IOException("the engine's answer is larger than " + limit + " bytes");
        }
        return bytes;
    }

    /** Ends running calls and streams; later ones fail. */
    @Override
    public void close() {
        connections.close();
    }
}
