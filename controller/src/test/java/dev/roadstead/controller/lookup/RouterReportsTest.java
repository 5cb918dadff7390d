package dev.roadstead.controller.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.docker.SocketDialer;
import dev.roadstead.controller.lookup.RouterLookup.Report;
import dev.roadstead.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final HttpServer api;
    private volatile int head;
    private volatile byte[] body = new byte[0];
    private final Instant now = Instant.EPOCH;

    RouterReportsTest() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
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
    void theRoutersOfTheHttpProviderAreReadWithWhatIsWrongWithThem() {
        answer(200, ROUTERS);
        assertThat(ask(open(host().reachedBy(new SocketDialer()))))
                .isEqualTo(new Report.Loaded(Map.of(
                        "shop_shop",
                        new RouterLookup.Router("Host(`shop.example.com`)", "enabled", List.of()),
                        "shop_b",
                        new RouterLookup.Router(
                                "Host(`b.example.com`)",
                                "disabled",
                                List.of("entryPoint doesn't exist", "no valid entryPoint")))));
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

    private void answer(int status, String text) {
        head = status;
        body = text.getBytes(StandardCharsets.UTF_8);
    }

    private static HostAccess open(FakeHost host) {
        return new HostAccess.Open(host);
    }

    private FakeHost host() {
        return new FakeHost(new Effects(), () -> now);
    }

    private Report ask(HostAccess access) {
        try (RouterReports reports =
                new RouterReports(_ -> access, api.getAddress().getPort(), () -> now)) {
            return Eventually.await(
                            "an answer",
                            Duration.ofSeconds(10),
                            () -> reports.find("a", false, () -> {}),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }
}
