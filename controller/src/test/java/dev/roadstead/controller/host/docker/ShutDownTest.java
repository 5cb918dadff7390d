package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.OwnEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine that shuts down stops its containers one after the other and answers meanwhile. One that is started again then
 * may leave a mount behind that no engine can remove.
 */
@Timeout(90)
final class ShutDownTest {
    @TempDir
    private Path directory;

    @Test
    void nothingIsStartedOnAnEngineThatShutsDown() throws Exception {
        try (OwnEngine engine = OwnEngine.start();
                EngineFixture fixture = new EngineFixture(engine.socket())) {
            Blueprint stubborn = fixture.blueprint(
                    "stubborn",
                    List.of("sh"),
                    List.of("-c", "trap '' TERM; sleep 60 & wait; sleep 60"),
                    List.of(),
                    null);
            fixture.started(stubborn);
            Blueprint obedient = fixture.sleeper("obedient");
            String id = fixture.started(obedient).id();

            Thread stopping = Thread.ofVirtual().start(engine::stop);
            Eventually.await(
                    "the engine has stopped one and waits for the other",
                    Duration.ofSeconds(10),
                    () -> fixture.observed(obedient).state(),
                    State.EXITED::equals);
            assertUnreachable(fixture.host, id);
            stopping.join();
            engine.startAgain();

            fixture.host.run(new StartContainer(id));
            assertThat(fixture.observed(obedient).state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void aStartGoesOverAConnectionThatIsNew() throws Exception {
        String started = FakeEngine.answer(204, "");
        try (FakeEngine engine =
                        new FakeEngine(directory, line -> line.contains("_ping") ? FakeEngine.ping("1.41") : started);
                DockerHost host = engine.host(Deadlines.DEFAULT)) {
            host.run(new StartContainer("x"));
            engine.acceptNoMore();

            assertUnreachable(host, "x");
            assertThat(engine.requests)
                    .filteredOn(line -> line.contains("/start"))
                    .hasSize(1);
        }
    }

    private static void assertUnreachable(DockerHost host, String id) {
        HostException failure = catchThrowableOfType(HostException.class, () -> host.run(new StartContainer(id)));
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).isEqualTo(HostException.Kind.UNREACHABLE);
    }
}
