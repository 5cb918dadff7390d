package dev.roadstead.controller.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.roadstead.controller.host.docker.SocketDialer;
import dev.roadstead.controller.probe.ProbeResult.Status;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Probes against real sockets. */
@Timeout(30)
final class ProberTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration FAST = Duration.ofMillis(50);
    private static final String ID = "container-1";

    private final Prober prober = new Prober();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger answer = new AtomicInteger(200);
    private final List<String> agents = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            agents.add(String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")));
            exchange.getResponseHeaders().set("Location", "/nowhere");
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        prober.close();
        server.stop(0);
    }

    private ProbeSpec http(@Nullable Integer expect) {
        return spec(new ProbeSpec.Http("127.0.0.1", server.getAddress().getPort(), "/health?a=b", expect));
    }

    private static ProbeSpec spec(ProbeSpec.Target target) {
        return new ProbeSpec(target, null, FAST, Duration.ofMillis(500), 2, Duration.ZERO);
    }

    private void watch(ProbeSpec spec) {
        prober.watch(ID, spec, new SocketDialer(), (id, result) -> told.add(id + " " + result.status()));
    }

    private ProbeResult awaitStatus(Status status) {
        return Eventually.await(
                ID + " is " + status, SOON, () -> prober.result(ID).orElseThrow(), result -> result.status() == status);
    }

    @Test
    void aPortThatCannotBeIsUnhealthyAndNamed() {
        watch(spec(new ProbeSpec.Tcp("127.0.0.1", 70_000)));
        assertThat(awaitStatus(Status.UNHEALTHY).message()).contains("127.0.0.1:70000");
    }

    @Test
    void everyTransitionIsTold() {
        watch(http(null));
        awaitStatus(Status.HEALTHY);
        answer.set(503);
        ProbeResult unhealthy = awaitStatus(Status.UNHEALTHY);
        answer.set(204);
        awaitStatus(Status.HEALTHY);

        assertThat(unhealthy.message()).contains("/health?a=b").contains("503").contains("200 to 399");
        Eventually.await("three are told", SOON, () -> told.size() == 3);
        assertThat(told).containsExactly(ID + " HEALTHY", ID + " UNHEALTHY", ID + " HEALTHY");
        assertThat(agents).containsOnly("roadstead-probe");
    }

    @Test
    void aRedirectIsAnAnswerAndNotFollowed() {
        answer.set(302);
        watch(http(null));
        awaitStatus(Status.HEALTHY);
    }

    @Test
    void anExpectedStatusIsTheOnlyHealthyOne() {
        watch(http(418));
        assertThat(awaitStatus(Status.UNHEALTHY).message()).contains("200").contains("418");
        answer.set(418);
        awaitStatus(Status.HEALTHY);
    }

    @Test
    void aPortThatAcceptsIsHealthyAndOneThatDoesNotIsUnhealthy() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            watch(spec(new ProbeSpec.Tcp("127.0.0.1", socket.getLocalPort())));
            awaitStatus(Status.HEALTHY);
        }
        assertThat(awaitStatus(Status.UNHEALTHY).message()).contains("127.0.0.1:");
    }

    @Test
    void aServerThatAcceptsAndSaysNothingIsUnhealthy() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            watch(spec(new ProbeSpec.Http("127.0.0.1", silent.getLocalPort(), "/", null)));

            assertThat(awaitStatus(Status.UNHEALTHY).message()).contains("within 500 ms");
        }
    }

    @Test
    void aBadPathIsUnhealthyNotFatal() {
        watch(spec(new ProbeSpec.Http("127.0.0.1", server.getAddress().getPort(), "/a|{b}", null)));

        assertThat(awaitStatus(Status.UNHEALTHY).message()).contains("no path");
    }

    @Test
    void theSameSpecGoesOnAndANewRunStartsAnew() {
        watch(http(null));
        awaitStatus(Status.HEALTHY);
        watch(http(null));
        assertThat(prober.result(ID).orElseThrow().status()).isEqualTo(Status.HEALTHY);

        answer.set(500);
        ProbeSpec first = http(null);
        watch(new ProbeSpec(
                first.target(), Instant.EPOCH, first.interval(), first.timeout(), 2, Duration.ofMinutes(1)));

        assertThat(prober.result(ID).orElseThrow().status()).isEqualTo(Status.STARTING);
    }

    @Test
    void aForgottenContainerIsNotProbedAnyMore() {
        watch(spec(new ProbeSpec.Tcp("127.0.0.1", FreePort.find())));
        awaitStatus(Status.UNHEALTHY);

        prober.forget(ID);
        prober.forget(ID);

        assertThat(prober.result(ID)).isEmpty();
    }
}
