package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.admission.AdmissionChain;
import dev.roadstead.apiserver.admission.Reviewers;
import dev.roadstead.apiserver.admission.webhook.HttpsReviewClient;
import dev.roadstead.apiserver.admission.webhook.WebhookSource;
import dev.roadstead.apiserver.admission.webhook.Webhooks;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.authn.ServiceAccountTokens;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.discovery.DiscoveryService;
import dev.roadstead.apiserver.discovery.ServerVersion;
import dev.roadstead.apiserver.http.HttpApi;
import dev.roadstead.apiserver.people.KeyGuard;
import dev.roadstead.apiserver.people.Organizations;
import dev.roadstead.apiserver.people.OwnershipGuard;
import dev.roadstead.apiserver.people.PeopleObjects;
import dev.roadstead.apiserver.rbac.AccessGuard;
import dev.roadstead.apiserver.rbac.DefaultRoles;
import dev.roadstead.apiserver.rbac.PolicyKeeper;
import dev.roadstead.apiserver.rbac.RoleAggregator;
import dev.roadstead.apiserver.registry.CatalogKeeper;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.registry.GarbageCollector;
import dev.roadstead.apiserver.registry.NameArbiter;
import dev.roadstead.apiserver.registry.QuotaStatus;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.registry.Terminator;
import dev.roadstead.apiserver.registry.WebhookKeeper;
import dev.roadstead.apiserver.review.TokenRequests;
import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.sealed.SealException;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.egress.EgressClient;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Constructs everything, in the order in which it depends on each other. */
final class Wiring {
    private static final Duration BOOKMARK_INTERVAL = Duration.ofSeconds(60);
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(3);
    private static final int MAX_WATCHES = 10_000;
    private static final int MAX_TENANT_WATCHES = 2_500;
    private static final Duration VERTX_STOP_LIMIT = Duration.ofSeconds(2);

    private static final RequestInfo ANY_ORGANIZATION =
            new RequestInfo.Resource("update", "roadstead.dev", "v1", "", "organizations", "", "");

    private final ServerConfig config;
    private final Closing closing = new Closing();
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();

    private final ListenAddress address;

    private Wiring(ServerConfig config) {
        this.config = config;
        this.address = new ListenAddress(config.host());
    }

    static ApiServer start(ServerConfig config) throws IOException, InterruptedException {
        Wiring wiring = new Wiring(config);
        try {
            return wiring.start();
        } catch (IOException | InterruptedException | RuntimeException e) {
            wiring.closing.close();
            throw e;
        }
    }

    private ApiServer start() throws IOException, InterruptedException {
        Files.createDirectories(
                config.dataDir(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (ExecutorService meanwhile = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<ResourceDefinition>> core = meanwhile.submit(CoreKinds::definitions);
            Future<ServerCredentials> credentials = meanwhile.submit(this::credentials);
            Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
            closing.add(() -> close(vertx));
            StorageWiring storage = StorageWiring.start(config, vertx, core, random, closing);
            return serve(vertx, storage, credentials.get());
        } catch (SealException e) {
            throw new IOException(
                    "cannot read the stored data: " + e.getMessage() + "; put the key that is missing back into "
                            + config.encryptionKeys(),
                    e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(
                    "cannot prepare the start: " + (cause instanceof IOException io ? io.getMessage() : cause), e);
        }
    }

    private ApiServer serve(Vertx vertx, StorageWiring storage, ServerCredentials credentials) throws IOException {
        ResourceStore store = storage.store();
        WatchCache cache = storage.cache();
        CatalogKeeper catalog = storage.catalog();
        ConsistentReader reader = new ConsistentReader(store, cache);
        PolicyKeeper policy = closing.add(PolicyKeeper.start(cache));
        Organizations organizations = closing.add(Organizations.start(cache));
        Authorizer authorizer = new Authorizer(policy, organizations);
        EgressClient egress = closing.add(new EgressClient(vertx, config.egress()));
        WebhookSource webhooks = new WebhookSource();
        WebhookKeeper keeper = closing.add(WebhookKeeper.start(cache, webhooks));
        Reviewers reviewers = new Webhooks(
                webhooks,
                catalog,
                keeper::namespaceLabels,
                new HttpsReviewClient(egress),
                () -> UUID.randomUUID().toString());
        ResourceService service = new ResourceService(
                store,
                reader,
                clock,
                () -> UUID.randomUUID().toString(),
                random,
                catalog,
                new Guards(List.of(
                        new AccessGuard(authorizer, policy),
                        new KeyGuard(clock),
                        new OwnershipGuard(
                                clock, organizations, principal -> authorizer.allows(principal, ANY_ORGANIZATION)))),
                new AdmissionChain(reviewers),
                storage.capacity());
        new Bootstrap(cache, service, catalog.get()).run(config.resources());
        new DefaultRoles(reader, service, catalog.get()).ensure();
        Function<ServiceAccountName, @Nullable String> serviceAccounts = account -> uidOf(cache, account);
        ServiceAccountTokens serviceAccountTokens =
                new ServiceAccountTokens(credentials.signingKeyBytes(), clock, serviceAccounts);
        closing.add(RoleAggregator.start(cache, service, catalog.get()));
        closing.add(Terminator.start(cache, reader, service, catalog, clock));
        closing.add(NameArbiter.start(cache, service, catalog, clock));
        closing.add(GarbageCollector.start(cache, reader, service, catalog));
        closing.add(QuotaStatus.start(cache, reader, service, catalog));
        SignInWiring signIn = SignInWiring.start(
                new PeopleObjects(cache, reader, service, catalog.get()),
                cache,
                organizations,
                authorizer,
                config.signIn(),
                egress,
                store::record,
                clock,
                random,
                closing);
        HttpApi http = closing.add(HttpApi.start(
                vertx,
                new HttpApi.Config(
                        config.host(),
                        config.port(),
                        credentials.identity(),
                        credentials.clientAuthorities(),
                        config.fairness(),
                        MAX_WATCHES,
                        MAX_TENANT_WATCHES,
                        BOOKMARK_INTERVAL,
                        IDLE_LIMIT),
                new HttpApi.Services(
                        credentials.authenticator(
                                List.of(serviceAccountTokens, signIn.sessionTokens(), signIn.apiKeyTokens())),
                        authorizer,
                        principal -> tenantOf(authorizer, organizations, principal),
                        listener -> {
                            policy.onChange(listener);
                            catalog.onChange(listener);
                        },
                        new TokenRequests(
                                serviceAccountTokens,
                                account -> currentUidOf(reader, cache, account),
                                () -> UUID.randomUUID().toString(),
                                clock),
                        new HttpApi.SignIn(
                                signIn.accounts(),
                                signIn.factors(),
                                signIn.registration(),
                                signIn.joining(),
                                signIn.sessions(),
                                signIn.credentials(),
                                signIn.providers(),
                                signIn.providerAccounts(),
                                signIn.pending(),
                                signIn.links(),
                                signIn.devices(),
                                random),
                        new DiscoveryService(ServerVersion.of(version()), catalog, Map.of("auth", HttpApi.openApi())),
                        catalog,
                        cache,
                        reader,
                        service,
                        storage.capacity(),
                        storage.pg()::ping,
                        new HttpApi.Audit(storage.pg().auditLog(), store::record),
                        clock)));
        return publish(address.url(http.port()), credentials, signIn);
    }

    /** Who may write all Organizations stands alone, by a key of few scopes too: no Organization holds them up. */
    private static String tenantOf(Authorizer authorizer, Organizations organizations, Principal principal) {
        String tenant = organizations.tenantOf(principal);
        return tenant.isEmpty() || authorizer.allows(principal.within(null), ANY_ORGANIZATION) ? "" : tenant;
    }

    private ServerCredentials credentials() throws IOException {
        return ServerCredentials.ensure(config.dataDir(), address.names(), config.clientAuthorities(), clock, random);
    }

    /** The cache is all that a token's check may cost: it is made for every request. */
    private static @Nullable String uidOf(WatchCache cache, ServiceAccountName account) {
        CachedObject found = cache.get(new ObjectKey("serviceaccounts", account.namespace(), account.name()));
        return found == null ? null : found.uid();
    }

    /** Whoever was told that an account exists gets a token for it at once. */
    private static @Nullable String currentUidOf(
            ConsistentReader reader, WatchCache cache, ServiceAccountName account) {
        reader.await(new Freshness.MostRecent());
        return uidOf(cache, account);
    }

    private ApiServer publish(URI url, ServerCredentials credentials, SignInWiring signIn) throws IOException {
        String authority = credentials.identity().authority();
        Path admin = config.dataDir().resolve("admin.kubeconfig");
        Path controller = config.dataDir().resolve("controller.kubeconfig");
        new Kubeconfig(url, authority, "roadstead-admin", credentials.adminToken()).write(admin);
        new Kubeconfig(url, authority, "roadstead-controllers", credentials.controllerToken()).write(controller);
        return new ApiServer(url, address.names(), admin, controller, signIn.bootstrap(), closing);
    }

    /** Classes that do not come from the built jar have no version. */
    private static String version() {
        String version = Wiring.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static void close(Vertx vertx) throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(VERTX_STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
