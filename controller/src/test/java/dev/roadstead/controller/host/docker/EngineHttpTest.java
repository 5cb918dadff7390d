package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.model.ContainerTemplate.PullPolicy;
import dev.roadstead.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The wire, with engines that are away, hang, break off, are too old, or answer oddly. */
@Timeout(30)
final class EngineHttpTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Deadlines HASTY = new Deadlines(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
    private static final String NOT_FOUND = FakeEngine.answer(404, "{\"message\":\"No such container: x\"}");

    @TempDir
    private Path directory;

    private static HostException failure(Runnable call) {
        HostException failure = catchThrowableOfType(HostException.class, call::run);
        assertThat(failure).isNotNull();
        return failure;
    }

    @Test
    void anAbsentEngineIsUnreachableAndSaidToBe() {
        try (DockerHost host = new DockerHost(new UnixTransport(directory.resolve("none.sock")), HASTY, Lenders.TEST)) {
            HostException failure = failure(host::info);

            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("none.sock").hasMessageContaining("is Docker running?");
        }
    }

    @Test
    void aHungEngineCostsNoMoreThanTheDeadline() throws IOException {
        try (FakeEngine engine = new FakeEngine(directory, FakeEngine.SILENT);
                DockerHost host = engine.host(HASTY)) {
            long start = System.nanoTime();

            HostException failure = failure(() -> host.run(new StartContainer("x")));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, SHORT.multipliedBy(5));
            assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure).hasMessageContaining("no answer");
        }
    }

    @Test
    void anEngineThatStopsInTheMiddleOfAnAnswerCostsNoMoreThanTheDeadline() throws IOException {
        try (FakeEngine engine = new FakeEngine(
                        directory,
                        line -> line.contains("_ping")
                                ? FakeEngine.ping("1.41")
                                : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{\"Id\r\n");
                DockerHost host = engine.host(HASTY)) {
            assertThat(failure(() -> host.containerNames("i")).kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void manyCallsToAHungEngineAllEndInTime() throws IOException {
        try (FakeEngine engine = new FakeEngine(directory, FakeEngine.SILENT);
                DockerHost host = engine.host(HASTY)) {
            long start = System.nanoTime();

            List<HostException> failures = IntStream.range(0, 64)
                    .boxed()
                    .gather(Gatherers.mapConcurrent(64, _ -> failure(() -> host.container("x"))))
                    .toList();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(5));

            assertThat(failures).allSatisfy(e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
        }
    }

    @Test
    void pullsThatTakeLongKeepNoOtherCallWaiting() throws Exception {
        Deadlines patientPulls =
                new Deadlines(SHORT, Duration.ofSeconds(5), Duration.ofMinutes(5), SHORT, SHORT, SHORT);
        try (FakeEngine engine = new FakeEngine(
                        directory,
                        line -> line.contains("_ping")
                                ? FakeEngine.ping("1.41")
                                : line.contains("/images/create") ? "" : NOT_FOUND);
                DockerHost host = engine.host(patientPulls)) {
            for (int i = 0; i < 40; i++) {
                PullImage pull = new PullImage("app:" + i, PullPolicy.Always);
                Thread.ofVirtual().start(new FutureTask<>(() -> failure(() -> host.run(pull))));
            }
            Eventually.await(
                    "the pulls are under way",
                    Duration.ofSeconds(5),
                    () -> engine.requests.stream()
                                    .filter(line -> line.contains("create"))
                                    .count()
                            >= 16);

            assertThat(host.container("x")).isEmpty();
        }
    }

    @Test
    void aConnectionThatTheEngineWillCloseIsNotUsedAgain() throws IOException {
        try (FakeEngine engine = new FakeEngine(
                        directory,
                        line -> line.contains("_ping")
                                ? FakeEngine.ping("1.41")
                                : NOT_FOUND.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                DockerHost host = engine.host(HASTY)) {
            assertThat(host.container("x")).isEmpty();
            assertThat(host.container("x")).isEmpty();

            assertThat(engine.connections()).isEqualTo(2);
        }
    }

    @Test
    void theOlderOfTheTwoApiVersionsIsSpoken() throws IOException {
        for (var spoken : List.of(List.of("1.41", "1.41"), List.of("1.47", "1.47"), List.of("1.52", "1.47"))) {
            try (FakeEngine engine = new FakeEngine(
                            directory,
                            line -> line.contains("/_ping ") && !line.contains("/v")
                                    ? FakeEngine.ping(spoken.getFirst())
                                    : NOT_FOUND);
                    DockerHost host = engine.host(HASTY)) {
                assertThat(host.container("x")).isEmpty();
                assertThat(host.container("x")).isEmpty();

                assertThat(engine.requests)
                        .containsExactly(
                                "GET /_ping HTTP/1.1",
                                "GET /v" + spoken.getLast() + "/containers/x/json HTTP/1.1",
                                "GET /v" + spoken.getLast() + "/containers/x/json HTTP/1.1");
                assertThat(engine.connections())
                        .as("one connection carries all")
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void anEngineThatIsTooOldIsRefusedWithWhatToDo() throws IOException {
        try (FakeEngine engine = new FakeEngine(directory, _ -> FakeEngine.ping("1.40"));
                DockerHost host = engine.host(HASTY)) {
            HostException failure = failure(host::info);

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure)
                    .hasMessageContaining("1.40")
                    .hasMessageContaining("1.41")
                    .hasMessageContaining("upgrade");
        }
    }

    @Test
    void whatIsNoEngineIsRefused() throws IOException {
        try (FakeEngine engine = new FakeEngine(directory, _ -> FakeEngine.answer(200, "hello"));
                DockerHost host = engine.host(HASTY)) {
            assertThat(failure(host::info)).hasMessageContaining("is it Docker?");
        }
    }

    @Test
    void aReadSurvivesThatIdleConnectionsWereCut() throws IOException {
        try (FakeEngine engine = new FakeEngine(
                        directory, line -> line.contains("_ping") ? FakeEngine.ping("1.41") : NOT_FOUND);
                DockerHost host = engine.host(HASTY)) {
            assertThat(host.container("x")).isEmpty();
            engine.cut();

            assertThat(host.container("x")).isEmpty();
        }
    }

    @Test
    void anErrorThatIsNoJsonIsPassedOn() throws IOException {
        try (FakeEngine engine = new FakeEngine(
                        directory,
                        line -> line.contains("_ping")
                                ? FakeEngine.ping("1.41")
                                : FakeEngine.answer(502, "bad gateway"));
                DockerHost host = engine.host(HASTY)) {
            HostException failure = failure(host::info);

            assertThat(failure.kind()).isEqualTo(Kind.ENGINE);
            assertThat(failure).hasMessageContaining("bad gateway");
        }
    }

    @Test
    void aChangeOfTheProtocolIsNotFollowed() throws IOException {
        try (FakeEngine engine = new FakeEngine(
                        directory,
                        line -> line.contains("_ping")
                                ? FakeEngine.ping("1.41")
                                : "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n");
                DockerHost host = engine.host(HASTY)) {
            assertThat(failure(host::info).kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void closingAHostEndsItsCalls() throws Exception {
        Deadlines patient = new Deadlines(SHORT, Duration.ofSeconds(20), SHORT, SHORT, SHORT, SHORT);
        try (FakeEngine engine = new FakeEngine(directory, FakeEngine.SILENT)) {
            DockerHost host = engine.host(patient);
            var call = new FutureTask<>(() -> failure(host::info));
            Thread.ofVirtual().start(call);
            Eventually.await("the call is under way", Duration.ofSeconds(5), () -> !engine.requests.isEmpty());

            host.close();

            assertThat(call.get(5, TimeUnit.SECONDS).kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure(host::info)).hasMessageContaining("closed");
        }
    }
}
