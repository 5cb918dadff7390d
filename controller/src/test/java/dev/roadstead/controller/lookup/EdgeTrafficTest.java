package dev.roadstead.controller.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.FakeHost;
import dev.roadstead.controller.host.HostAccess;
import dev.roadstead.controller.host.docker.SocketDialer;
import dev.roadstead.controller.lookup.TrafficLookup.Canary;
import dev.roadstead.controller.plan.analysis.Figures;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeTrafficTest {
    private static final String SHOP = "shop_web_http_canary_2";
    private static final Set<String> A = Set.of("a");

    private final HttpServer api;
    private final AtomicInteger questions = new AtomicInteger();
    private final Map<String, HostAccess> hosts = new ConcurrentHashMap<>();
    private volatile String metrics = "";
    private volatile int status = 200;
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final EdgeTraffic traffic;

    EdgeTrafficTest() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/metrics", exchange -> {
            questions.incrementAndGet();
            byte[] body = metrics.getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        api.start();
        hosts.put("a", new HostAccess.Open(host().reachedBy(new SocketDialer())));
        hosts.put("b", new HostAccess.Open(host().reachedBy(new SocketDialer())));
        traffic = new EdgeTraffic(
                node -> hosts.getOrDefault(node, new HostAccess.Pending()),
                api.getAddress().getPort(),
                () -> now);
    }

    @AfterEach
    void close() {
        traffic.close();
        api.stop(0);
    }

    @Test
    void whatCameSinceTheFirstLookIsCountedByCodeAndTime() {
        metrics = of(SHOP, 200, "GET", "http", 100, 100) + of("shop_web_http_stable", 500, "GET", "http", 7, 7);
        assertThat(requests(ask(canary(SHOP), A))).isZero();

        metrics = of(SHOP, 200, "GET", "http", 110, 105)
                + of(SHOP, 503, "POST", "http", 4, 0)
                + of(SHOP, 101, "GET", "websocket", 3, 0)
                + of("shop_web_http_stable", 500, "GET", "http", 90, 90)
                + of(SHOP, 499, "GET", "http", 2, 2);
        assertThat(ask(canary(SHOP), A))
                .isEqualTo(new Traffic.Counted(
                        new Figures(19, 4, 16, new TreeMap<>(Map.of(0.1, 7L, Double.POSITIVE_INFINITY, 16L))), 1, 1));
    }

    @Test
    void oneQuestionPerEdgeAndIntervalServesAllCanaries() {
        metrics = of(SHOP, 200, "GET", "http", 1, 1);
        Canary other = new Canary("shop/other", "uid-2", 2, now, 0, Set.of("shop_other_http_canary_2"), 50);
        ask(canary(SHOP), A);
        ask(other, A);
        int before = questions.get();
        for (int i = 0; i < 10; i++) {
            traffic.find(canary(SHOP), A, () -> {});
            traffic.find(other, A, () -> {});
        }
        metrics = of(SHOP, 200, "GET", "http", 4, 4) + of("shop_other_http_canary_2", 200, "GET", "http", 2, 2);
        assertThat(requests(ask(other, A))).isEqualTo(2);
        assertThat(requests(traffic.find(canary(SHOP), A, () -> {}))).isEqualTo(3);
        assertThat(questions).hasValue(before + 1);
    }

    @Test
    void edgesAreSummedAndThoseThatDoNotSayAreToldApart() {
        hosts.put("c", new HostAccess.Pending());
        Set<String> edges = Set.of("a", "b", "c");
        metrics = of(SHOP, 200, "GET", "http", 5, 5);
        Eventually.await("both count", () -> ask(canary(SHOP), edges) instanceof Traffic.Counted it && it.by() == 2);
        metrics = of(SHOP, 200, "GET", "http", 9, 9);
        assertThat(Eventually.await(
                        "both have counted",
                        Duration.ofSeconds(10),
                        () -> ask(canary(SHOP), edges),
                        it -> it instanceof Traffic.Counted counted
                                && counted.figures().requests() == 8))
                .isInstanceOfSatisfying(
                        Traffic.Counted.class, it -> assertThat(it.of()).isEqualTo(3));
    }

    @Test
    void whyNothingIsCountedIsSaid() {
        status = 404;
        assertThat(ask(canary(SHOP), A))
                .isEqualTo(
                        unseen("the edge of node a does not say what it counts: it has no metrics; they come with the"
                                + " router of this version"));
        status = 200;
        metrics = "<html>\n";
        assertThat(ask(canary(SHOP), A))
                .isEqualTo(
                        unseen(
                                "the edge of node a does not say what it counts: its answer is not in Prometheus' text format"));
        metrics = of(SHOP, 200, "GET", "http", 5, 5).stripTrailing();
        assertThat(ask(canary(SHOP), A))
                .isEqualTo(unseen("the edge of node a does not say what it counts: its answer is cut off"));
        hosts.put("a", new HostAccess.Open(host()));
        assertThat(ask(canary(SHOP), A))
                .isEqualTo(
                        unseen("the edge of node a cannot be asked: its node is connected by TCP, which does not lead"
                                + " to its loopback; a Unix socket or SSH does"));
        hosts.put("a", new HostAccess.Pending());
        assertThat(ask(canary(SHOP), A))
                .isEqualTo(unseen("the edge of node a cannot be asked: its engine is not reached"));
    }

    @Test
    void anotherStepAndAnotherTryBeginAnew() {
        metrics = of(SHOP, 200, "GET", "http", 5, 5);
        ask(canary(SHOP), A);
        metrics = of(SHOP, 500, "GET", "http", 5, 5) + of(SHOP, 200, "GET", "http", 5, 5);
        assertThat(requests(ask(canary(SHOP), A))).isEqualTo(5);
        Canary next = new Canary("shop/web", "uid-web", 2, Instant.EPOCH, 1, Set.of(SHOP), 50);
        assertThat(requests(ask(next, A))).isZero();
        Canary again = new Canary("shop/web", "uid-web", 2, Instant.MAX, 1, Set.of(SHOP), 50);
        assertThat(traffic.find(again, A, () -> {}))
                .as("what was counted for the try before says nothing")
                .isInstanceOfAny(Traffic.Unseen.class, Traffic.Counted.class);
        assertThat(requests(ask(again, A))).isZero();
        traffic.forget("shop/web");
        metrics = of(SHOP, 204, "GET", "http", 5, 5);
        assertThat(requests(ask(again, A))).isZero();
    }

    @Test
    void anEdgeThatFailsNowAndThenGoesOnCounting() {
        metrics = of(SHOP, 200, "GET", "http", 5, 5);
        ask(canary(SHOP), A);
        metrics = of(SHOP, 200, "GET", "http", 9, 9);
        Traffic before = ask(canary(SHOP), A);
        assertThat(requests(before)).isEqualTo(4);
        status = 500;
        assertThat(ask(canary(SHOP), A)).isEqualTo(before);
        status = 200;
        metrics = of(SHOP, 200, "GET", "http", 10, 10);
        assertThat(requests(ask(canary(SHOP), A))).isEqualTo(5);
        status = 500;
        ask(canary(SHOP), A);
        now = now.plus(EdgeTraffic.COUNTS_FOR);
        assertThat(ask(canary(SHOP), A)).isInstanceOf(Traffic.Unseen.class);
    }

    @Test
    void anEdgeThatAnswersNoMoreDoesNotCount() throws Exception {
        metrics = of(SHOP, 200, "GET", "http", 5, 5);
        assertThat(requests(ask(canary(SHOP), A))).isZero();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        hosts.put("a", new HostAccess.Open(host().reachedBy((_, _, _) -> {
            asked.countDown();
            Eventually.await("the end of the test", () -> released.getCount() == 0);
            throw new IllegalStateException("a fault of the way there");
        })));
        now = now.plus(EdgeTraffic.FRESH);
        traffic.find(canary(SHOP), A, () -> {});
        asked.await();
        now = now.plus(EdgeTraffic.COUNTS_FOR);
        assertThat(traffic.find(canary(SHOP), A, () -> {}))
                .isEqualTo(unseen("the edge of node a does not answer in time"));
        released.countDown();
        Eventually.await(
                "the fault is told",
                () -> traffic.find(canary(SHOP), A, () -> {})
                        .equals(unseen("the edge of node a cannot be asked: IllegalStateException")));
    }

    @Test
    void aClockThatIsPutBackStopsNoQuestion() {
        metrics = of(SHOP, 200, "GET", "http", 5, 5);
        ask(canary(SHOP), A);
        now = now.minus(Duration.ofHours(1));
        assertThat(requests(ask(canary(SHOP), A))).as("begun anew").isZero();
        metrics = of(SHOP, 200, "GET", "http", 7, 7);
        assertThat(requests(ask(canary(SHOP), A))).isEqualTo(2);
        assertThat(questions).hasValue(3);
    }

    @Test
    void anotherDomainAndAnotherEnoughGoOnCounting() {
        metrics = of(SHOP, 200, "GET", "http", 5, 5);
        ask(canary(SHOP), A);
        metrics = of(SHOP, 200, "GET", "http", 9, 9) + of("more_canary_2", 200, "GET", "http", 70, 70);
        ask(canary(SHOP), A);
        Canary wider = new Canary("shop/web", "uid-web", 2, Instant.EPOCH, 0, Set.of(SHOP, "more_canary_2"), 7);
        assertThat(requests(ask(wider, A))).isEqualTo(4);
        metrics = of(SHOP, 200, "GET", "http", 9, 9) + of("more_canary_2", 200, "GET", "http", 72, 72);
        assertThat(requests(ask(wider, A))).isEqualTo(6);
    }

    @Test
    void anAnswerThatIsShorterThanItSaysIsCutOff() throws Exception {
        try (ServerSocket cut = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.startVirtualThread(() -> {
                try (Socket socket = cut.accept()) {
                    socket.getInputStream().read(new byte[1024]);
                    String body = of(SHOP, 200, "GET", "http", 5, 5);
                    socket.getOutputStream()
                            .write(("HTTP/1.0 200 OK\r\nContent-Length: " + (body.length() + 1) + "\r\n\r\n" + body)
                                    .getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThatThrownBy(() -> TraefikMetrics.of(Set.of(SHOP), new SocketDialer(), cut.getLocalPort()))
                    .hasMessage("its answer is cut off");
            server.join();
        }
    }

    private static long requests(Traffic traffic) {
        return traffic instanceof Traffic.Counted counted ? counted.figures().requests() : -1;
    }

    private static Traffic unseen(String why) {
        return new Traffic.Unseen(why);
    }

    /** After an answer that was asked for from now on. */
    private Traffic ask(Canary canary, Set<String> edges) {
        now = now.plus(EdgeTraffic.FRESH);
        AtomicInteger answers = new AtomicInteger();
        traffic.find(canary, edges, answers::incrementAndGet);
        Eventually.await("edges answer", () -> answers.get() >= 1);
        return traffic.find(canary, edges, () -> {});
    }

    private static Canary canary(String service) {
        return new Canary("shop/web", "uid-web", 2, Instant.EPOCH, 0, Set.of(service), 50);
    }

    /** As Traefik writes it, with what else it counts of a service. */
    private static String of(String service, int code, String method, String protocol, int requests, int fast) {
        String labels = "code=\"%d\",method=\"%s\",protocol=\"%s\",service=\"%s@http\""
                .formatted(code, method, protocol, service);
        String times = "traefik_service_request_duration_seconds";
        return String.join(
                        "\n",
                        List.of(
                                "# TYPE " + times + " histogram",
                                times + "_bucket{" + labels + ",le=\"0.1\"} " + fast,
                                times + "_bucket{" + labels + ",le=\"+Inf\"} " + requests,
                                times + "_sum{" + labels + "} 0.123",
                                times + "_count{" + labels + "} " + requests,
                                "# TYPE traefik_service_requests_total counter",
                                "traefik_service_requests_total{" + labels + "} " + requests,
                                "traefik_service_requests_bytes_total{" + labels + "} 1000"))
                + "\n";
    }

    private FakeHost host() {
        return new FakeHost(new Effects(), () -> now);
    }
}
