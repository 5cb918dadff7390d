package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.edge.EdgeServer;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.lookup.CertificateLookup;
import dev.roadstead.controller.lookup.NameLookup.Answer;
import dev.roadstead.controller.lookup.RouterLookup;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.testkit.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One Application, one node, and what is around Domains: the API, DNS, and what edges and their listeners say. */
final class DomainWorld {
    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    final MemoryApi api = new MemoryApi(new Effects(), () -> now);
    final Map<String, Answer> dns = new HashMap<>();
    final Map<String, RouterLookup.Report> loaded = new HashMap<>();
    final Map<String, CertificateLookup.Answer> shown = new HashMap<>();
    private final Map<SecretRef, String> revisions = new HashMap<>();
    Ownership.Claim claim = Ownership.Claim.OURS;
    final RouteTable table = new RouteTable(
            api.lister(ResourceType.APPLICATION, Map.of()),
            api.lister(ResourceType.CONTAINER, Map.of("application", (Container it) -> Set.of(""))),
            api.lister(ResourceType.NODE, Map.of()),
            () -> now,
            _ -> {});
    final DomainReconciler reconciler = new DomainReconciler(
            api,
            new DomainReconciler.Caches(
                    api.lister(
                            ResourceType.DOMAIN,
                            Map.of("hostname", (Domain it) -> Set.of(it.spec().hostname()))),
                    api.lister(ResourceType.APPLICATION, Map.of()),
                    api.lister(ResourceType.NODE, Map.of()),
                    api.lister(ResourceType.EDGE, Map.of()),
                    api.lister(ResourceType.NAMESPACE, Map.of()),
                    api.lister(ResourceType.ORGANIZATION, Map.of()),
                    ref -> revisions.getOrDefault(ref, "")),
            table,
            new DomainReconciler.Lookups(
                    (name, _) -> Optional.ofNullable(dns.get(name)),
                    (node, _, _) -> Optional.ofNullable(loaded.get(node)),
                    (question, _, _) -> Optional.ofNullable(
                            shown.get(question.address() + ":" + question.port() + "/" + question.hostname()))),
            new DomainReconciler.Writer(
                    _ -> claim, "applications", "installation", Set.of("roadstead.example.com", "localhost")),
            _ -> {},
            () -> now);

    DomainWorld() {
        Application application = Routes.application(Routes.yaml("null"));
        api.create(ResourceType.APPLICATION, application);
        api.create(ResourceType.NODE, Routes.node("a", "192.0.2.1"));
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void put(String key, String spec) {
        api.create(ResourceType.DOMAIN, Routes.domain(key, spec));
    }

    void secret(String name, TestAuthority.Issued issued) {
        secret(name, Map.of("tls.crt", bytes(issued.certificate()), "tls.key", bytes(issued.key())));
    }

    /** In place of one of this name, as an informer would notice. */
    void secret(String name, Map<String, byte[]> data) {
        api.find(ResourceType.SECRET, "shop", name)
                .ifPresent(old -> api.delete(
                        ResourceType.SECRET, "shop", name, old.metadata().requireUid()));
        ObjectMeta metadata = ObjectMeta.toCreate("shop", name, Map.of(), List.of(), List.of());
        api.create(ResourceType.SECRET, new Secret(metadata, data));
        revisions.put(new SecretRef("shop", name), String.valueOf(api.revision()));
    }

    void users(String line) {
        secret("u", Map.of("users", bytes(line)));
    }

    String said(String key, String type) {
        Condition condition = condition(key, type);
        return condition.status() + " " + condition.reason();
    }

    String message(String key, String type) {
        return condition(key, type).message();
    }

    private Condition condition(String key, String type) {
        reconciler.reconcile(key);
        return Objects.requireNonNull(Conditions.find(status(key).conditions(), type));
    }

    Domain.Status status(String key) {
        return Objects.requireNonNull(domain(key).status());
    }

    Domain domain(String key) {
        String[] parts = key.split("/", 2);
        return api.find(ResourceType.DOMAIN, parts[0], parts[1]).orElseThrow();
    }

    /** What the edge of a node gets, after a pass over everything. */
    String fetch(String node) throws Exception {
        api.list(ResourceType.DOMAIN).items().forEach(it -> reconciler.reconcile(it.key()));
        ObjectMeta metadata = ObjectMeta.toCreate("roadstead-system", "edge-" + node, Map.of(), List.of(), List.of());
        if (api.find(ResourceType.SECRET, "roadstead-system", "edge-" + node).isEmpty()) {
            api.create(ResourceType.SECRET, new Secret(metadata, Map.of("token", bytes("t"))));
        }
        EdgeTokens tokens = new EdgeTokens(ref -> api.find(ResourceType.SECRET, ref.namespace(), ref.name()), _ -> "1");
        try (EdgeServer server =
                        new EdgeServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), table, tokens);
                HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/edges/" + node + "/traefik");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer t")
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
