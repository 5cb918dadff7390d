package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.host.HostEvents;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.model.Labels;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.OwnEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The event stream: prompt, filtered, and back after every loss. */
@Timeout(90)
final class DockerEventsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    /** Remembers what it was told. */
    private static final class Recorder implements HostEvents.Listener {
        final List<String> events = new CopyOnWriteArrayList<>();
        final AtomicInteger relists = new AtomicInteger();
        final List<HostException> losses = new CopyOnWriteArrayList<>();

        @Override
        public void containerEvent(String action, String containerId, Map<String, String> labels) {
            events.add(action + " " + containerId + " " + labels.getOrDefault(Labels.CONTAINER_UID, "-"));
        }

        @Override
        public void relist() {
            relists.incrementAndGet();
        }

        @Override
        public void lost(HostException why) {
            losses.add(why);
        }

        void awaitRelists(int count, Duration within) {
            Eventually.await("relist " + count, within, relists::get, seen -> seen >= count);
        }
    }

    @Test
    void aContainersLifeIsHeardWithinASecond() throws Exception {
        try (EngineFixture fixture = new EngineFixture()) {
            Recorder recorder = new Recorder();
            try (var _ = fixture.host.subscribe(fixture.installation, recorder)) {
                recorder.awaitRelists(1, SECOND.multipliedBy(5));
                ObservedContainer container = fixture.started(fixture.sleeper("heard"));
                awaitEvent(recorder, "start " + container.id() + " uid-heard");
                awaitEvent(recorder, "connect " + container.id() + " -");

                fixture.engine.post("/containers/" + container.id() + "/pause", "");
                awaitEvent(recorder, "pause " + container.id() + " uid-heard");
                fixture.engine.post("/containers/" + container.id() + "/unpause", "");
                awaitEvent(recorder, "unpause " + container.id() + " uid-heard");
                fixture.engine.post(
                        "/networks/" + fixture.network + "/disconnect", "{\"Container\":\"" + container.id() + "\"}");
                awaitEvent(recorder, "disconnect " + container.id() + " -");
                fixture.engine.post("/containers/" + container.id() + "/kill", "");
                awaitEvent(recorder, "die " + container.id() + " uid-heard");
                fixture.host.run(new RemoveContainer(container.id()));
                awaitEvent(recorder, "destroy " + container.id() + " uid-heard");
                assertThat(recorder.losses).isEmpty();
            }
        }
    }

    private static void awaitEvent(Recorder recorder, String event) {
        Eventually.await(event, SECOND, () -> recorder.events, seen -> seen.contains(event));
    }

    @Test
    void containersOfOthersAreHeardByTheirIdsOnly() throws Exception {
        try (EngineFixture theirs = new EngineFixture();
                EngineFixture ours = new EngineFixture()) {
            Recorder recorder = new Recorder();
            try (var _ = ours.host.subscribe(ours.installation, recorder)) {
                recorder.awaitRelists(1, SECOND.multipliedBy(5));
                ObservedContainer other = theirs.started(theirs.sleeper("theirs"));
                ObservedContainer own = ours.started(ours.sleeper("own"));
                awaitEvent(recorder, "start " + own.id() + " uid-own");

                awaitEvent(recorder, "start " + other.id() + " -");
                assertThat(recorder.events).noneMatch(event -> event.endsWith("uid-theirs"));
            }
        }
    }

    @Test
    void theStreamComesBackWithARelistAfterTheEngineWasRestarted() throws Exception {
        Recorder recorder = new Recorder();
        try (OwnEngine engine = OwnEngine.start();
                DockerHost host = new DockerHost(new UnixTransport(engine.socket()), Deadlines.DEFAULT, Lenders.TEST);
                var _ = host.subscribe("i", recorder)) {
            recorder.awaitRelists(1, SECOND.multipliedBy(5));

            engine.stop();
            Eventually.await("the loss is told", SECOND.multipliedBy(5), () -> recorder.losses.size(), n -> n == 1);
            assertThat(recorder.losses.getFirst().kind()).isEqualTo(HostException.Kind.UNREACHABLE);
            engine.startAgain();

            recorder.awaitRelists(2, SECOND.multipliedBy(15));
            assertThat(host.containerNames("i")).isEmpty();
            assertThat(recorder.losses).hasSize(1);
        }
    }

    @Test
    void aStreamOfAnEngineThatFellSilentIsGivenUp() throws Exception {
        Deadlines hasty = new Deadlines(SHORT, SHORT, SHORT, SHORT, SHORT, SHORT);
        String open = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        Recorder recorder = new Recorder();
        try (FakeEngine engine =
                        new FakeEngine(directory, line -> line.contains("/_ping") ? FakeEngine.ping("1.41") : open);
                DockerHost host = engine.host(hasty);
                var _ = host.subscribe("i", recorder)) {
            recorder.awaitRelists(1, SECOND.multipliedBy(5));
            Eventually.await(
                    "it is asked whether it lives",
                    SECOND.multipliedBy(5),
                    () -> engine.requests.stream()
                            .filter(line -> line.contains("/_ping"))
                            .count(),
                    count -> count >= 4);
            assertThat(recorder.losses)
                    .as("silence on the stream alone is no loss")
                    .isEmpty();

            engine.answer(FakeEngine.SILENT);

            Eventually.await("the loss is told", SECOND.multipliedBy(5), () -> !recorder.losses.isEmpty());
        }
    }

    @Test
    void aListenerThatFailsDoesNotEndTheStream() throws Exception {
        try (EngineFixture fixture = new EngineFixture()) {
            List<String> actions = new CopyOnWriteArrayList<>();
            HostEvents.Listener failing = new HostEvents.Listener() {
                @Override
                public void containerEvent(String action, String containerId, Map<String, String> labels) {
                    actions.add(action);
                    throw new IllegalStateException("meant by the test");
                }

                @Override
                public void relist() {
                    actions.add("relist");
                    throw new IllegalStateException("meant by the test");
                }

                @Override
                public void lost(HostException why) {}
            };
            try (var _ = fixture.host.subscribe(fixture.installation, failing)) {
                Eventually.await("it is open", SECOND.multipliedBy(5), () -> actions.contains("relist"));
                fixture.started(fixture.sleeper("failing"));
                Eventually.await("all is heard", SECOND, () -> actions.contains("create") && actions.contains("start"));
            }
        }
    }
}
