package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Credentials;
import dev.roadstead.apiserver.authn.Deadline;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, for blocking use by one virtual thread.
 */
final class Exchange {
    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    private static final Pattern GZIP = Pattern.compile("(^|,)\\s*gzip\\s*(;\\s*q=(1|0\\.0*[1-9])[0-9.]*\\s*)?(,|$)");

    private static final int SMALL = 16 * 1024;

    /** A client that takes nothing for so long is gone. */
    private static final Duration STALLED = Duration.ofSeconds(30);

    private final Context context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestBody body;
    private final String path;
    private final Query query;
    private Runnable begun = () -> {};

    /** To be called on the event loop, by the handler of the request. */
    Exchange(Context context, RoutingContext routing) {
        this.context = context;
        this.request = routing.request();
        this.body = new RequestBody(context, request, STALLED);
        this.response = routing.response();
        // A plus in a path is a plus.
        this.path = URLDecoder.decode(routing.normalizedPath().replace("+", "%2B"), StandardCharsets.UTF_8);
        this.query = new Query(routing.queryParams());
    }

    /** In capitals. */
    String method() {
        return request.method().name();
    }

    /** Decoded and normalized. */
    String path() {
        return path;
    }

    Query query() {
        return query;
    }

    /** As sent, without the question mark; empty when there is none. */
    String rawQuery() {
        String raw = request.query();
        return raw == null ? "" : raw;
    }

    /** Host and port that the client asks, as it wrote them; empty when it wrote none. */
    String authority() {
        HostAndPort authority = request.authority();
        return authority == null ? "" : authority.toString();
    }

    /** The client's address without the port; empty when it is not known. */
    String remoteAddress() {
        // The request itself would look for what proxies say, which anybody can say.
        SocketAddress address = request.connection().remoteAddress();
        String host = address == null ? null : address.hostAddress();
        return host == null ? "" : host;
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    /** Those whose names begin with the prefix (in lower case), by their names in lower case. */
    Map<String, List<String>> headersBeginning(String prefix) {
        Map<String, List<String>> found = new HashMap<>();
        for (Map.Entry<String, String> header : request.headers()) {
            if (header.getKey().regionMatches(true, 0, prefix, 0, prefix.length())) {
                found.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue());
            }
        }
        return found;
    }

    /** The certificate that the client proved to own, then those that lead to its authority; empty when it sent none. */
    List<X509Certificate> clientCertificates() {
        try {
            return request.connection().peerCertificates().stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    /**
     * What the request proves itself with: its header, or the cookie of a browser.
     *
     * @throws dev.roadstead.apiserver.fault.ApiException Forbidden when a cookie is not of a page of this server
     */
    Credentials credentials() {
        String authorization = header("Authorization");
        String cookie = authorization == null && !AuthRoutes.isOpen(method(), path()) ? AuthCookies.access(this) : null;
        if (cookie != null) {
            AuthCookies.requireOwnPage(this);
        }
        return new Credentials(
                cookie == null ? authorization : "Bearer " + cookie,
                header("Sec-WebSocket-Protocol"),
                this::clientCertificates);
    }

    void setHeader(String name, String value) {
        response.putHeader(name, value);
    }

    void setHeader(String name, List<String> values) {
        response.putHeader(name, values);
    }

    /** Whether the first byte of an answer has been sent. */
    boolean isAnswered() {
        return response.headWritten() || response.ended() || response.closed();
    }

    /** Of the answer that was sent. */
    int status() {
        return response.getStatusCode();
    }

    /** Runs when the connection or stream is closed before the answer was complete. */
    void onClose(Runnable action) {
        context.runOnContext(ignored -> {
            if (response.closed()) {
                action.run();
            } else {
                response.closeHandler(closed -> action.run());
                response.exceptionHandler(reset -> action.run());
            }
        });
    }

    /** As {@link RequestBody#read}. */
    byte[] readBody(Deadline deadline) throws InterruptedException {
        return body.read(deadline);
    }

    /** Whether a compressed answer can be read. */
    boolean acceptsGzip() {
        String accepted = request.getHeader("Accept-Encoding");
        return accepted != null && GZIP.matcher(accepted).find();
    }

    /** Sends a complete answer. */
    void send(int status, String contentType, byte[] answer) throws InterruptedException {
        body.discard();
        byte[] sent = answer;
        if (answer.length > BodyStream.COMPRESSED_FROM && acceptsGzip()) {
            sent = Gzip.compress(answer);
            response.putHeader("Content-Encoding", "gzip");
        }
        response.setStatusCode(status).putHeader("Content-Type", contentType);
        if (isHead()) {
            response.putHeader("Content-Length", Integer.toString(sent.length));
        }
        // Small answers wait for the client in the connection's queue, as long as there is room.
        boolean room = sent.length <= SMALL && !response.writeQueueFull();
        Future<Void> taken = isHead() ? response.end() : response.end(Buffer.buffer(sent));
        if (!room) {
            await(taken);
        }
    }

    /** What happens when an answer in parts begins; to be set before. */
    void onBegin(Runnable action) {
        begun = action;
    }

    /** Begins an answer whose parts follow by {@link #write}. */
    void begin(int status, String contentType) {
        begun.run();
        body.discard();
        response.setStatusCode(status)
                .setChunked(request.version() != HttpVersion.HTTP_2)
                .putHeader("Content-Type", contentType);
    }

    /** How many bytes of parts may be on their way before {@link #write} waits for the client. */
    void queueAtMost(int bytes) {
        response.setWriteQueueMaxSize(bytes);
    }

    /** Returns at once while the client keeps up, otherwise when it has taken the part. */
    void write(Buffer part) throws InterruptedException {
        if (isHead()) {
            return;
        }
        Future<Void> taken = response.write(part);
        if (taken.failed() || response.writeQueueFull()) {
            await(taken);
        }
    }

    private boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }

    /** Completes an answer; does not wait for the client. */
    void end() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    /** Breaks an answer off, so that the client does not take it for complete. */
    void abort() {
        response.reset();
    }

    /** Whether the client wants to go on with a WebSocket, and can: HTTP/2 has no upgrade. */
    boolean asksForWebSocket() {
        return request.version() == HttpVersion.HTTP_1_1
                && request.method().equals(HttpMethod.GET)
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }

    /** Answers with the upgrade; what the client sends is passed over. */
    ServerWebSocket upgrade(Runnable onClose) throws InterruptedException {
        begun.run();
        Promise<ServerWebSocket> upgraded = Promise.promise();
        context.runOnContext(ignored -> request.toWebSocket()
                .onSuccess(socket -> {
                    socket.closeHandler(closed -> onClose.run());
                    socket.exceptionHandler(broken -> onClose.run());
                })
                .onComplete(upgraded));
        return await(upgraded.future(), request.connection()::close);
    }

    private void await(Future<Void> future) throws InterruptedException {
        await(future, response::reset);
    }

    /**
     * Waits for the client.
     *
     * @param giveUp called when it takes nothing for too long
     * @throws ClientGoneException when it is gone
     */
    static <T> T await(Future<T> future, Runnable giveUp) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(STALLED.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            giveUp.run();
            throw new ClientGoneException("the client took nothing for " + STALLED, e);
        } catch (ExecutionException e) {
            throw new ClientGoneException("the client closed the connection", e.getCause());
        }
    }
}
