package dev.roadstead.controller.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.docker.SocketDialer;
import dev.roadstead.controller.lookup.RouterLookup.Part;
import dev.roadstead.controller.lookup.RouterLookup.Report;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.plan.route.EdgeView;
import dev.roadstead.controller.plan.route.Routing;
import dev.roadstead.controller.plan.route.Shown;
import dev.roadstead.model.Node;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.edge.TestEdge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterReportsTest {
    /** As Traefik's API lists routers; those of other providers are not ours. */
    private static final String ROUTERS = """
            [{"entryPoints": ["traefik"], "service": "api@internal", "rule": "PathPrefix(`/api`)", "priority": 2147483646,
              "status": "enabled", "using": ["traefik"], "name": "api@internal", "provider": "internal"},
             {"entryPoints": ["web"], "service": "shop_web_http", "rule": "Host(`shop.example.com`)", "priority": 10001,
              "status": "enabled", "using": ["web"], "name": "shop_shop@http", "provider": "http"},
             {"entryPoints": ["ftp"], "service": "shop_web_http", "rule": "Host(`b.example.com`)", "priority": 10001,
              "status": "disabled", "error": ["no valid entryPoint", "entryPoint doesn't exist"],
              "name": "shop_b@http", "provider": "http"}]
            """;

    private static final String MIDDLEWARES = """
            [{"rateLimit": {"average": 5, "period": "1s", "burst": 5}, "status": "enabled", "usedBy": ["shop_shop@http"],
              "name": "shop_shop_rate@http", "provider": "http", "type": "ratelimit"},
             {"redirectScheme": {"scheme": "https"}, "status": "enabled", "name": "other@docker", "provider": "docker"}]
            """;

    private final HttpServer api;
    private volatile int head;
    private volatile byte[] routers = new byte[0];
    private volatile byte[] middlewares = MIDDLEWARES.getBytes(StandardCharsets.UTF_8);
    private final Instant now = Instant.EPOCH;

    RouterReportsTest() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            byte[] body = exchange.getRequestURI().getPath().equals("/api/http/middlewares") ? middlewares : routers;
            try (exchange) {
                exchange.sendResponseHeaders(head, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        api.start();
    }

    @AfterEach
    void close() {
        api.stop(0);
    }

    @Test
    void thePartsOfTheHttpProviderAreReadWithWhatIsWrongWithThem() {
        answer(200, ROUTERS);
        assertThat(ask(open(host().reachedBy(new SocketDialer()))))
                .isInstanceOfSatisfying(Report.Loaded.class, loaded -> {
                    assertThat(loaded.routers()).containsOnlyKeys("shop_shop", "shop_b");
                    Part shop = part(loaded.routers(), "shop_shop");
                    assertThat(shop.status()).isEqualTo("enabled");
                    assertThat(shop.errors()).isEmpty();
                    assertThat(shop.shown())
                            .containsEntry("rule", "Host(`shop.example.com`)")
                            .containsEntry("entryPoints", List.of("web"))
                            .containsEntry("priority", 10001);
                    Part broken = part(loaded.routers(), "shop_b");
                    assertThat(broken.status()).isEqualTo("disabled");
                    assertThat(broken.errors()).containsExactly("entryPoint doesn't exist", "no valid entryPoint");
                    assertThat(loaded.middlewares()).containsOnlyKeys("shop_shop_rate");
                    assertThat(part(loaded.middlewares(), "shop_shop_rate").shown())
                            .containsEntry("rateLimit", Map.of("average", 5, "period", "1s", "burst", 5));
                });
    }

    /** All kinds of middlewares, as the test's edge shows what it was told. */
    @Test
    void whatAnEdgeHasLoadedIsShownAsItWasTold() throws Exception {
        DomainRoutes routes = DomainRoutes.of(
                Routes.domain(
                        "shop/shop",
                        "{hostname: shop.example.com, pathPrefix: /api, hsts: {maxAge: 8760h}, middlewares: {"
                                + "ipAllowList: {sourceRange: [10.0.0.0/8]}, rateLimit: {average: 5, period: 1m},"
                                + " basicAuth: {secretName: u}, maxBodySize: 1Mi, headers: {request: {X-A: ''},"
                                + " response: {X-B: b}}, compress: true, retry: {attempts: 2, initialInterval: 50ms},"
                                + " stripPrefix: true}}"),
                List.of("ann:{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M="));
        Map<String, Node> nodes = Map.of("a", Routes.node("a", "192.0.2.1"));
        Routing routing = Routing.of(List.of(routes), new TreeMap<>(), List.of(), List.of(), new EdgeView("a", nodes));
        answer(200, routing.toJson());
        URI endpoint = URI.create("http://127.0.0.1:" + api.getAddress().getPort() + "/v1/edges/a/traefik");
        try (TestEdge edge = new TestEdge(endpoint, "token", Duration.ofMillis(20))) {
            Report.Loaded loaded = Eventually.await(
                    "the edge has loaded it",
                    Duration.ofSeconds(10),
                    () -> ask(open(host().reachedBy(new SocketDialer())), edge.apiPort()) instanceof Report.Loaded it
                            ? it
                            : new Report.Loaded(Map.of(), Map.of()),
                    it -> !it.routers().isEmpty());
            assertThat(edge.refusals()).isEmpty();
            assertThat(loaded.middlewares().keySet())
                    .isEqualTo(routes.middlewares().keySet());
            routes.routers()
                    .forEach((name, router) -> assertThat(Shown.difference(
                                    router, part(loaded.routers(), name).shown()))
                            .as(name)
                            .isEmpty());
            routes.middlewares()
                    .forEach((name, said) -> assertThat(Shown.difference(
                                    said, part(loaded.middlewares(), name).shown()))
                            .as(name)
                            .isEmpty());
        }
    }

    @Test
    void whatIsNotTraefiksAnswerIsAFailure() {
        answer(404, "[]");
        assertThat(ask(open(host().reachedBy(new SocketDialer()))))
                .isEqualTo(new Report.Failed("it does not answer as Traefik's API does"));
        answer(200, "[{\"name\": ");
        assertThat(ask(open(host().reachedBy(new SocketDialer()))))
                .isEqualTo(new Report.Failed("its answer is no JSON, or too long"));
    }

    @Test
    void anEdgeWithoutAnApiIsNamedAndOneOutOfReachIsNotAsked() {
        api.stop(0);
        assertThat(ask(open(host().reachedBy(new SocketDialer()))))
                .isInstanceOfSatisfying(
                        Report.Failed.class,
                        failed -> assertThat(failed.why())
                                .contains("nothing accepts connections at port "
                                        + api.getAddress().getPort()));
        assertThat(ask(open(host()))).isEqualTo(new Report.OutOfReach());
        assertThat(ask(new HostAccess.Pending())).isEqualTo(new Report.Failed("its engine is not reached"));
    }

    private static Part part(Map<String, Part> parts, String name) {
        return Objects.requireNonNull(parts.get(name), name);
    }

    private void answer(int status, String text) {
        head = status;
        routers = text.getBytes(StandardCharsets.UTF_8);
    }

    private static HostAccess open(FakeHost host) {
        return new HostAccess.Open(host);
    }

    private FakeHost host() {
        return new FakeHost(new Effects(), () -> now);
    }

    private Report ask(HostAccess access) {
        return ask(access, api.getAddress().getPort());
    }

    private Report ask(HostAccess access, int port) {
        try (RouterReports reports = new RouterReports(_ -> access, port, () -> now)) {
            return Eventually.await(
                            "an answer",
                            Duration.ofSeconds(10),
                            () -> reports.find("a", false, () -> {}),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }
}
