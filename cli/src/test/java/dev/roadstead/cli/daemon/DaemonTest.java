package dev.roadstead.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {
    @TempDir
    private Path folder;

    @Test
    void showsTheEndOfTheLogOfAServerThatDoesNotStart() {
        Daemon daemon = daemon(dataDir());
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> daemon.start(List.of("sh", "-c", "echo the reason >&2; exit 1"), Map.of()))
                .withMessageContaining(dataDir().log().toString())
                .withMessageContaining("the reason");
    }

    @Test
    void whatTheServerSaysToPeopleIsShownWithoutItsLog() {
        assertThat(Daemon.end(List.of("{\"level\":\"INFO\"}", "roadstead: cannot", "  its second line")))
                .containsExactly("roadstead: cannot", "  its second line");
        assertThat(Daemon.end(List.of("one", "two"))).containsExactly("one", "two");
    }

    @Test
    void passesTheEnvironmentOn() {
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(
                        () -> daemon(dataDir()).start(List.of("sh", "-c", "echo $URL"), Map.of("URL", "postgresql:x")))
                .withMessageContaining("postgresql:x");
    }

    @Test
    void asksTheProcessThatTheStateNamesToStop() throws Exception {
        DataDir dataDir = dataDir();
        dataDir.prepare();
        Process server = new ProcessBuilder("sleep", "60").start();
        Instant startedAt = server.info().startInstant().orElseThrow();
        ServerState state = new ServerState(server.pid(), startedAt, "1", URI.create("https://127.0.0.1:1"));

        daemon(dataDir).stop(state);
        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aServerWithoutTheLockIsGoneWhateverItsStateSays() {
        DataDir dataDir = dataDir();
        dataDir.prepare();
        ServerState.ofThisProcess("1").write(dataDir.state());
        assertThat(daemon(dataDir).running()).isEmpty();
    }

    @Test
    void oneServerPerFolder() {
        DataDir dataDir = dataDir();
        dataDir.prepare();
        try (ServerLock lock = ServerLock.acquire(dataDir, "1")) {
            lock.publishReady(URI.create("https://127.0.0.1:1"));
            assertThat(daemon(dataDir).running())
                    .hasValueSatisfying(state -> assertThat(state.pid())
                            .isEqualTo(ProcessHandle.current().pid()));
        }
        assertThat(Files.exists(dataDir.state())).isFalse();
    }

    @Test
    void theFolderIsItsOwnersAlone() throws Exception {
        DataDir dataDir = dataDir();
        dataDir.prepare();
        dataDir.prepare();
        assertThat(Files.getPosixFilePermissions(dataDir.root())).hasSize(3);
    }

    private DataDir dataDir() {
        return new DataDir(folder.resolve("data"));
    }

    private static Daemon daemon(DataDir dataDir) {
        return new Daemon(dataDir, new Progress(new PrintWriter(new StringWriter()), Progress.Ticker.system()));
    }
}
