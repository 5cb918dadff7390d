package dev.roadstead.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.roadstead.address.Cidr;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EgressClientTest {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final EgressPolicy LOOPBACK = new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8")));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch broken = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            switch (exchange.getRequestURI().getPath()) {
                case "/moved" -> {
                    exchange.getResponseHeaders().add("Location", "/else");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/large" -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (var out = exchange.getResponseBody()) {
                        for (int block = 0; block < 8192; block++) {
                            out.write(new byte[1024]);
                        }
                    }
                }
                case "/silent" -> {} // its client gives up
                case "/drip" -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (var out = exchange.getResponseBody()) {
                        while (true) {
                            out.write('.');
                            out.flush();
                            Thread.sleep(20); // not a wait for anything: a slow answer
                        }
                    } catch (IOException | InterruptedException e) {
                        broken.countDown();
                    }
                }
                default -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                    exchange.getResponseBody().write(body);
                }
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop(0);
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void asksWhatIsAllowed() throws Exception {
        try (EgressClient client = new EgressClient(vertx, LOOPBACK)) {
            assertThat(client.send(Outgoing.form(url("/echo"), "a=b", null), WITHIN))
                    .isEqualTo(new EgressClient.Answer(200, "a=b"));
        }
    }

    @Test
    void sendsNothingToAnAddressThatIsNotAllowed() {
        try (EgressClient client = new EgressClient(vertx, new EgressPolicy(List.of()))) {
            assertThatThrownBy(() -> client.send(Outgoing.get(url("/"), null), WITHIN))
                    .isInstanceOf(RefusedException.class);
            // A name of the machine's own is judged by what it resolves to.
            assertThatThrownBy(() -> client.send(Outgoing.get(URI.create("https://localhost/"), null), WITHIN))
                    .isInstanceOf(RefusedException.class);
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void followsNoRedirect() throws Exception {
        try (EgressClient client = new EgressClient(vertx, LOOPBACK)) {
            assertThat(client.send(Outgoing.get(url("/moved"), null), WITHIN).status())
                    .isEqualTo(302);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void givesUpOnWhatIsTooLargeOrTooSlow() {
        try (EgressClient client = new EgressClient(vertx, LOOPBACK)) {
            assertThatThrownBy(() -> client.send(Outgoing.get(url("/large"), null), WITHIN))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client.send(Outgoing.get(url("/silent"), null), Duration.ofMillis(300)))
                    .isInstanceOf(IOException.class);
        }
    }

    /** A byte now and then keeps no call alive, and no connection. */
    @Test
    void breaksOffWhatTakesTooLong() throws Exception {
        try (EgressClient client = new EgressClient(vertx, LOOPBACK)) {
            assertThatThrownBy(() -> client.send(Outgoing.get(url("/drip"), null), Duration.ofMillis(300)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("did not answer in time");
            assertThat(broken.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void doesNotTellWhatCouldNotBeSent() {
        try (EgressClient client = new EgressClient(vertx, LOOPBACK)) {
            Outgoing broken = Outgoing.get(url("/"), null).with("X-Token", "hunter\n2");
            assertThatThrownBy(() -> client.send(broken, WITHIN))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("hunter");
        }
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
