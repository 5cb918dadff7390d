package dev.roadstead.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadstead.cli.console.CliException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerStateTest {
    @TempDir
    private Path folder;

    private final ServerState mine = ServerState.ofThisProcess("1.2.3");

    @Test
    void isReadAsItWasWritten() {
        Path file = folder.resolve("server.state");
        assertThat(ServerState.read(file)).isEmpty();
        mine.write(file);
        assertThat(ServerState.read(file)).contains(mine);
        ServerState ready = mine.ready(URI.create("https://127.0.0.1:7443"));
        ready.write(file);
        assertThat(ServerState.read(file)).contains(ready);
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("server.state"), "not a number\n");
        assertThatExceptionOfType(CliException.class)
                .isThrownBy(() -> ServerState.read(file))
                .withMessageContaining(file.toString());
    }

    @Test
    void findsItsOwnProcess() {
        assertThat(mine.process()).contains(ProcessHandle.current());
    }

    @Test
    void doesNotTakeAnotherProcessOfTheSameIdForItsOwn() {
        ServerState earlier = new ServerState(mine.pid(), mine.startedAt().minusSeconds(60), "1.2.3", null);
        assertThat(earlier.process()).isEmpty();
    }

    @Test
    void anEndedProcessIsGone() throws Exception {
        Process process = new ProcessBuilder("true").start();
        ServerState ended = new ServerState(process.pid(), mine.startedAt(), "1.2.3", null);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.process()).isEmpty();
    }
}
