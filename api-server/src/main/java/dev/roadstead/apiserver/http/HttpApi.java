package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.audit.AuditLog;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.discovery.DiscoveryService;
import dev.roadstead.apiserver.fairness.FairnessLimits;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.StatusJson;
import dev.roadstead.apiserver.oidc.ProviderSignIn;
import dev.roadstead.apiserver.people.Accounts;
import dev.roadstead.apiserver.people.CredentialRequests;
import dev.roadstead.apiserver.people.DeviceGrants;
import dev.roadstead.apiserver.people.Joining;
import dev.roadstead.apiserver.people.OwnFactors;
import dev.roadstead.apiserver.people.PendingSignIns;
import dev.roadstead.apiserver.people.ProviderAccounts;
import dev.roadstead.apiserver.people.ProviderLinks;
import dev.roadstead.apiserver.people.Registration;
import dev.roadstead.apiserver.people.Sessions;
import dev.roadstead.apiserver.registry.Capacity;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.review.TokenRequests;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.tls.AnyClientCertificate;
import dev.roadstead.apiserver.tls.Pki;
import dev.roadstead.apiserver.watch.WatchCache;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS server: HTTP/1.1 and HTTP/2. */
public final class HttpApi implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration WATCHES_END_WITHIN = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
    /** Each watch of a client takes a stream of its one connection. */
    private static final int MAX_STREAMS = 1000;
    /** A negative port is any free one, the same for all instances of a deployment (Vert.x core, "Server sharing"). */
    private static final int ANY_SHARED_PORT = -1;
    /** What browsers ask for beside their token; they refuse an upgrade that takes none of their protocols. */
    private static final String WEB_SOCKET_PROTOCOL = "base64.binary.k8s.io";

    private final List<HttpServer> servers;
    private final ExecutorService requests;
    private final OpenWatches watches;
    private final Runnable stopWorkers;

    private HttpApi(List<HttpServer> servers, ExecutorService requests, OpenWatches watches, Runnable stopWorkers) {
        this.servers = servers;
        this.requests = requests;
        this.watches = watches;
        this.stopWorkers = stopWorkers;
    }

    /**
     * Where and how to listen.
     *
     * @param port 0 for any free one
     * @param clientAuthorities whose certificates clients are asked for; they need not have one
     * @param fairness what requests other than open watches are bounded by
     * @param maxTenantWatches of them, those of one Organization
     * @param bookmarkInterval how often a watch that allows bookmarks gets one
     * @param idleLimit how long a connection stays open on which nothing is asked
     */
    public record Config(
            String host,
            int port,
            Pki.ServerIdentity identity,
            List<X509Certificate> clientAuthorities,
            FairnessLimits fairness,
            int maxWatches,
            int maxTenantWatches,
            Duration bookmarkInterval,
            Duration idleLimit) {}

    /**
     * What requests are served with.
     *
     * @param tenants to whom a principal belongs; empty for one who stands alone
     * @param changes takes what is to run whenever roles, bindings or the kinds that are served have changed; it does not
     *     block
     * @param databaseCheck throws StoreUnavailableException when the database does not answer
     */
    public record Services(
            Authenticator authenticator,
            Authorizer authorizer,
            Function<Principal, String> tenants,
            Consumer<Runnable> changes,
            TokenRequests tokenRequests,
            SignIn signIn,
            DiscoveryService discovery,
            Supplier<ResourceCatalog> catalog,
            WatchCache cache,
            ConsistentReader reader,
            ResourceService resources,
            Capacity capacity,
            Runnable databaseCheck,
            Audit audit,
            InstantSource clock) {}

    /** What people sign in with. */
    public record SignIn(
            Accounts accounts,
            OwnFactors factors,
            Registration registration,
            Joining joining,
            Sessions sessions,
            CredentialRequests credentials,
            ProviderSignIn providers,
            ProviderAccounts providerAccounts,
            PendingSignIns pending,
            ProviderLinks links,
            DeviceGrants devices,
            SecureRandom random) {}

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
        OpenWatches watches = new OpenWatches(config.maxWatches(), config.maxTenantWatches());
        Gate gate = new Gate(services.authenticator(), services.authorizer());
        WatchGuard guard = WatchGuard.start(
                gate, watches, info -> isServed(services.catalog().get(), info), config.bookmarkInterval());
        services.changes().accept(guard::policyChanged);
        IdentityChanges identities =
                IdentityChanges.follow(services.cache(), guard::identitiesChanged, guard::policyChanged);
        RequestPipeline pipeline = Routing.pipeline(config, services, gate, watches, guard);
        ExecutorService requests = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("request-", 0).factory());
        IdleConnections idle = new IdleConnections(config.idleLimit());
        long sweep = vertx.setPeriodic(config.idleLimit().toMillis() / 4 + 1, timer -> idle.closeIdle());
        List<HttpServer> servers = new CopyOnWriteArrayList<>();
        HttpApi api = new HttpApi(servers, requests, watches, () -> {
            vertx.cancelTimer(sweep);
            identities.close();
            guard.close();
        });
        // One for each event loop; they share the port and divide its connections.
        Future<String> started = vertx.deployVerticle(
                () -> context -> {
                    HttpServer server = vertx.createHttpServer(options(config))
                            .connectionHandler(idle::opened)
                            .requestHandler(
                                    router(vertx, exchange -> requests.execute(() -> pipeline.handle(exchange)), idle));
                    servers.add(server);
                    return server.listen(config.port() == 0 ? ANY_SHARED_PORT : config.port(), config.host());
                },
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
        try {
            await(started, "cannot listen on " + config.host() + ":" + config.port());
        } catch (IOException e) {
            api.close();
            throw e;
        }
        return api;
    }

    private static boolean isServed(ResourceCatalog catalog, RequestInfo.Resource info) {
        return catalog.find(info.group(), info.version(), info.plural()) != null;
    }

    private static Router router(Vertx vertx, Consumer<Exchange> exchanges, IdleConnections idle) {
        Router router = Router.router(vertx);
        router.route().handler(routing -> {
            track(routing, idle);
            accept(vertx.getOrCreateContext(), routing, exchanges);
        });
        return router;
    }

    private static void track(RoutingContext routing, IdleConnections idle) {
        HttpConnection connection = routing.request().connection();
        idle.requestBegins(connection);
        // What an upgrade made of the connection ends with it.
        if (routing.request().getHeader("Upgrade") == null) {
            routing.addEndHandler(ended -> idle.requestEnds(connection));
        }
    }

    private static void accept(Context context, RoutingContext routing, Consumer<Exchange> exchanges) {
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
        exchanges.accept(exchange);
    }

    /** The OpenAPI document of what is below {@code /auth}. */
    public static ObjectNode openApi() {
        return AuthRoutes.DESCRIPTION.document();
    }

    /** The port that is listened on. */
    public int port() {
        return servers.getFirst().actualPort();
    }

    /**
     * Ends watches with complete answers, serves requests of open connections for a second more, then closes every
     * connection.
     */
    @Override
    public void close() {
        stopWorkers.run();
        watches.stop(WATCHES_END_WITHIN);
        try {
            List<Future<Void>> stopped = servers.stream()
                    .map(server -> server.shutdown(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .toList();
            await(Future.join(stopped), "cannot stop listening");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            requests.shutdownNow();
        }
    }

    private static HttpServerOptions options(Config config) {
        Pki.ServerIdentity identity = config.identity();
        return new HttpServerOptions()
                .setSsl(true)
                .setSslEngineOptions(tlsEngine())
                .setUseAlpn(true)
                .setClientAuth(ClientAuth.REQUEST)
                .setTrustOptions(TrustOptions.wrap(new AnyClientCertificate(config.clientAuthorities())))
                // Watches are not compressed: a deflated WebSocket would be a way around that.
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of(WEB_SOCKET_PROTOCOL))
                .setTcpKeepAlive(true) // finds the watchers whose machines are gone
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(identity.certificate()))
                        .addKeyValue(Buffer.buffer(identity.key())))
                .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(MAX_STREAMS));
    }

    /** BoringSSL where it can be loaded: it takes less time than the JDK, above all while that is not warm. */
    private static SSLEngineOptions tlsEngine() {
        if (OpenSSLEngineOptions.isAvailable()) {
            return new OpenSSLEngineOptions();
        }
        LOG.info("TLS by the JDK: BoringSSL cannot be loaded here, which would take less processor time");
        return new JdkSSLEngineOptions();
    }

    private static <T> T await(Future<T> future, String failure) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
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
