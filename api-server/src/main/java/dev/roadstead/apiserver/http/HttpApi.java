package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.audit.AuditLog;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.discovery.DiscoveryService;
import dev.roadstead.apiserver.fairness.FairnessLimits;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.StatusJson;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.review.Reviews;
import dev.roadstead.apiserver.review.TokenRequests;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.tls.AnyClientCertificate;
import dev.roadstead.apiserver.tls.Pki;
import dev.roadstead.apiserver.watch.WatchCache;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The HTTPS server: HTTP/1.1 and HTTP/2. */
public final class HttpApi implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration WATCHES_END_WITHIN = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
    /** Each watch of a client takes a stream of its one connection. */
    private static final int MAX_STREAMS = 1000;

    private final HttpServer server;
    private final ExecutorService requests;
    private final OpenWatches watches;

    private HttpApi(HttpServer server, ExecutorService requests, OpenWatches watches) {
        this.server = server;
        this.requests = requests;
        this.watches = watches;
    }

    /**
     * Where and how to listen.
     *
     * @param port 0 for any free one
     * @param clientAuthorities whose certificates clients are asked for; they need not have one
     * @param fairness what requests other than open watches are bounded by
     * @param bookmarkInterval how often a watch that allows bookmarks gets one
     */
    public record Config(
            String host,
            int port,
            Pki.ServerIdentity identity,
            List<X509Certificate> clientAuthorities,
            FairnessLimits fairness,
            int maxWatches,
            Duration bookmarkInterval) {}

    /**
     * What requests are served with.
     *
     * @param databaseCheck throws StoreUnavailableException when the database does not answer
     */
    public record Services(
            Authenticator authenticator,
            Authorizer authorizer,
            TokenRequests tokenRequests,
            DiscoveryService discovery,
            Supplier<ResourceCatalog> catalog,
            WatchCache cache,
            ConsistentReader reader,
            ResourceService resources,
            Runnable databaseCheck,
            Audit audit,
            InstantSource clock) {}

    /**
     * What audit needs.
     *
     * @param records keeps a record without waiting for it, or returns false
     */
    public record Audit(AuditLog log, Predicate<AuditRecord> records) {}

    /**
     * Listens.
     *
     * @throws IOException if the address cannot be listened on
     */
    public static HttpApi start(Vertx vertx, Config config, Services services) throws IOException {
        OpenWatches watches = new OpenWatches(config.maxWatches());
        RequestPipeline pipeline = pipeline(config, services, watches);
        ExecutorService requests = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory());
        Router router = Router.router(vertx);
        router.route().handler(routing -> accept(vertx.getOrCreateContext(), routing, pipeline, requests));
        HttpServer server = vertx.createHttpServer(options(config)).requestHandler(router);
        await(server.listen(config.port(), config.host()), "cannot listen on " + config.host() + ":" + config.port());
        return new HttpApi(server, requests, watches);
    }

    private static void accept(
            Context context, RoutingContext routing, RequestPipeline pipeline, ExecutorService requests) {
        Exchange exchange;
        try {
            exchange = new Exchange(context, routing);
        } catch (RuntimeException malformed) { // of various types: the decoders' of Vert.x and of the JDK
            ApiFault fault = new ApiFault.BadRequest("the path or the query is not validly percent-encoded");
            routing.response()
                    .setStatusCode(StatusJson.code(fault))
                    .putHeader("Content-Type", Exchange.JSON)
                    .end(Buffer.buffer(Answers.encode(StatusJson.render(fault))));
            return;
        }
        requests.execute(() -> pipeline.handle(exchange));
    }

    private static RequestPipeline pipeline(Config config, Services services, OpenWatches open) {
        Answers answers = new Answers(services.clock());
        WatchRoutes watches =
                new WatchRoutes(services.cache(), services.reader(), open, services.clock(), config.bookmarkInterval());
        return new RequestPipeline(
                services.authenticator(),
                services.authorizer(),
                new HealthRoutes(services.databaseCheck()),
                services.discovery(),
                new ReviewRoutes(
                        services.catalog(),
                        new Reviews(services.authenticator(), services.authorizer()),
                        services.tokenRequests()),
                new ResourceRoutes(
                        services.catalog(),
                        services.reader(),
                        services.resources(),
                        watches,
                        answers,
                        new AuditRoutes(services.audit().log(), answers, services.clock())),
                new RequestAudit(services.audit().records(), services.clock()),
                new FlowControl(config.fairness()));
    }

    /** The port that is listened on. */
    public int port() {
        return server.actualPort();
    }

    /** Ends watches with complete answers, lets requests finish for a second, then closes every connection. */
    @Override
    public void close() {
        watches.stop(WATCHES_END_WITHIN);
        requests.shutdown();
        try {
            await(server.shutdown(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS), "cannot stop listening");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        requests.shutdownNow();
    }

    private static HttpServerOptions options(Config config) {
        Pki.ServerIdentity identity = config.identity();
        return new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new AnyClientCertificate(config.clientAuthorities())))
                .setTcpKeepAlive(true) // finds the watchers whose machines are gone
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(identity.certificate()))
                        .addKeyValue(Buffer.buffer(identity.key())))
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS));
    }

    private static <T> void await(Future<T> future, String failure) throws IOException {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(failure + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException(failure + ": it took more than " + START_LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(failure + ": interrupted", e);
        }
    }
}
