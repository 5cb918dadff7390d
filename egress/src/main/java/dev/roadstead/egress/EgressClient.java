package dev.roadstead.egress;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls places that the policy allows. Each call resolves the name itself and connects to the address that was judged, or
 * uses a connection to it; TLS still asks for the name. Redirects are answers as all others. A call that is given up is
 * broken off. Thread-safe; blocks its caller, who should be a virtual thread.
 */
public final class EgressClient implements AutoCloseable {
    private static final int MAX_ANSWER = 6 << 20;
    private static final int CONNECTIONS = 16;
    private static final int WAITING = 256;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int KEEP_SECONDS = 10;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    private final EgressPolicy policy;
    private final HttpClientAgent client;
    private final Runnable closing;
    private final ExecutorService resolving = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("resolve-", 0).factory());

    /** Of a process that has event loops; they stay when it is closed. */
    public EgressClient(Vertx vertx, EgressPolicy policy) {
        this(vertx, policy, () -> {});
    }

    /** With an event loop of its own, and without a cache of files, whose hook a process that is stopping would refuse. */
    public static EgressClient start(EgressPolicy policy) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        return new EgressClient(vertx, policy, vertx::close);
    }

    private EgressClient(Vertx vertx, EgressPolicy policy, Runnable closing) {
        this.policy = policy;
        this.closing = closing;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAliveTimeout(KEEP_SECONDS),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(WAITING));
    }

    /**
     * An answer.
     *
     * @param status 200 to 599
     * @param body read as UTF-8
     */
    public record Answer(int status, String body) {}

    /**
     * Sends a request and reads the whole answer.
     *
     * @param within the time for everything
     * @throws RefusedException if the place may not be called
     * @throws IOException without an answer in time, or with one of more than 6 MiB; or if something cannot be sent
     */
    public Answer send(Outgoing request, Duration within) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        policy.demand(request.url());
        InetAddress address = resolve(request.url(), within);
        Call call = new Call(request);
        try {
            CompletableFuture<Answer> answer = client.request(options(request, address, within))
                    .compose(call::exchange)
                    .toCompletionStage()
                    .toCompletableFuture();
            return await(answer, request.url(), Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        } catch (IllegalArgumentException e) {
            // Its message has what was to be sent, which may be secret.
            throw new IOException("something that is to be sent has a character that no header may have");
        } finally {
            call.end();
        }
    }

    /** A request under way, which may be given up before and after there is a connection for it. */
    private static final class Call {
        private final Outgoing request;
        private @Nullable HttpClientRequest opened;
        private boolean over;

        Call(Outgoing request) {
            this.request = request;
        }

        synchronized Future<Answer> exchange(HttpClientRequest connected) {
            opened = connected;
            if (over) {
                connected.reset();
                return Future.failedFuture("given up");
            }
            Future<HttpClientResponse> response =
                    request.body() == null ? connected.send() : connected.send(Buffer.buffer(request.body()));
            return response.compose(EgressClient::read);
        }

        /** Does nothing to one that has its answer. */
        synchronized void end() {
            over = true;
            if (opened != null) {
                opened.reset();
            }
        }
    }

    private InetAddress resolve(URI url, Duration within) throws IOException, InterruptedException {
        CompletableFuture<InetAddress[]> found = new CompletableFuture<>();
        resolving.execute(() -> {
            try {
                found.complete(policy.resolve(EgressPolicy.host(url)));
            } catch (IOException e) {
                found.completeExceptionally(e);
            }
        });
        return await(found, url, within)[0];
    }

    private static RequestOptions options(Outgoing request, InetAddress address, Duration within) {
        URI url = request.url();
        boolean tls = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() >= 0 ? url.getPort() : tls ? HTTPS : HTTP;
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(request.body() == null ? HttpMethod.GET : HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(EgressPolicy.host(url))
                .setPort(port)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setSsl(tls)
                .setFollowRedirects(false)
                .setTimeout(within.toMillis());
        if (tls) {
            ClientSSLOptions ssl = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
            if (request.authorities() != null) {
                ssl.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(request.authorities())));
            }
            options.setSslOptions(ssl);
        }
        request.headers().forEach(options::putHeader);
        return options.putHeader("User-Agent", "roadstead");
    }

    private static Future<Answer> read(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > MAX_ANSWER) {
                response.request().connection().close();
            }
        });
        return response.end().map(ended -> new Answer(response.statusCode(), body.toString()));
    }

    private static <T> T await(CompletableFuture<T> future, URI url, Duration within)
            throws IOException, InterruptedException {
        try {
            return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(url.getHost() + " did not answer in time", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new IOException(url.getHost() + " cannot be reached: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        client.close();
        closing.run();
        resolving.shutdownNow();
    }
}
