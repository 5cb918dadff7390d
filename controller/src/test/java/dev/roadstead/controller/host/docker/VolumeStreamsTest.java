package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Copies from and to an engine that misbehaves. */
@Timeout(20)
final class VolumeStreamsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(15);
    private static final Deadlines DEADLINES = new Deadlines(LONG, LONG, LONG, LONG, LONG, SHORT);

    @TempDir
    Path directory;

    /** Has volume "data", and lends it; copies are answered as a test wants. */
    private FakeEngine engine(Function<String, String> copies) throws IOException {
        return new FakeEngine(directory, line -> {
            if (line.startsWith("GET /_ping")) {
                return FakeEngine.ping("1.41");
            }
            if (line.contains("/archive?")) {
                return copies.apply(line);
            }
            if (line.contains("/volumes/data")) {
                return FakeEngine.answer(200, "{\"Name\":\"data\",\"Driver\":\"local\",\"Labels\":null}");
            }
            if (line.contains("/volumes/")) {
                return FakeEngine.answer(404, "{\"message\":\"no such volume\"}");
            }
            if (line.startsWith("POST") && line.contains("/containers/create")) {
                return FakeEngine.answer(201, "{\"Id\":\"carrier\"}");
            }
            return line.startsWith("DELETE") ? FakeEngine.answer(204, "") : "";
        });
    }

    private static InputStream tar(int bytes) {
        return new ByteArrayInputStream(new byte[bytes]);
    }

    @Test
    void anEngineThatFallsSilentInTheMiddleOfAReadEndsIt() throws IOException {
        String cutOff = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n";
        try (FakeEngine engine = engine(_ -> cutOff);
                DockerHost host = engine.host(DEADLINES);
                InputStream tar = host.readVolume("data", "test")) {
            assertThat(tar.readNBytes(4)).hasSize(4);

            assertThatThrownBy(tar::read).isInstanceOf(IOException.class).hasMessageContaining("silent for 300 ms");
        }
    }

    @Test
    void aSlowReaderIsNotTakenForASilentEngine() throws Exception {
        String whole = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n4\r\nefgh\r\n0\r\n\r\n";
        try (FakeEngine engine = engine(_ -> whole);
                DockerHost host = engine.host(DEADLINES);
                InputStream tar = host.readVolume("data", "test")) {
            tar.readNBytes(4);

            Thread.sleep(SHORT.multipliedBy(2)); // this is the behaviour: nobody waits for the engine now

            assertThat(tar.readAllBytes()).asString().isEqualTo("efgh");
        }
    }

    @Test
    void aReadThatTheEngineBreaksOffIsNoEnd() throws IOException {
        String brokenOff = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nabcd";
        try (FakeEngine engine = engine(_ -> brokenOff);
                DockerHost host = engine.host(DEADLINES);
                InputStream tar = host.readVolume("data", "test")) {
            tar.readNBytes(4);
            engine.cut();

            assertThatThrownBy(tar::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFillThatTheEngineNeverConfirmsEndsInTime() throws IOException {
        try (FakeEngine engine = engine(FakeEngine.SILENT);
                DockerHost host = engine.host(DEADLINES)) {
            assertThatThrownBy(() -> host.fillVolume("data", "test", tar(100)))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE))
                    .hasMessageContaining("silent");
        }
    }

    @Test
    void aFillIsRefusedInTheEnginesWords() throws IOException {
        try (FakeEngine engine =
                        engine(_ -> FakeEngine.answer(500, "{\"message\":\"write: no space left on device\"}"));
                DockerHost host = engine.host(DEADLINES)) {
            assertThatThrownBy(() -> host.fillVolume("data", "test", tar(100)))
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENGINE))
                    .hasMessageContaining("could not fill volume data: write: no space left on device");
        }
    }

    @Test
    void aSourceThatBreaksIsNotTheEnginesFault() throws IOException {
        IOException broken = new IOException("the repository is away");
        InputStream source = new FilterInputStream(tar(0)) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                throw broken;
            }
        };
        try (FakeEngine engine = engine(FakeEngine.SILENT);
                DockerHost host = engine.host(DEADLINES)) {
            assertThatThrownBy(() -> host.fillVolume("data", "test", source)).isSameAs(broken);
            assertThat(engine.requests).anyMatch(line -> line.startsWith("DELETE"));
        }
    }

    @Test
    void aVolumeThatIsMissingIsNotMadeUp() throws IOException {
        try (FakeEngine engine = engine(FakeEngine.SILENT);
                DockerHost host = engine.host(DEADLINES)) {
            assertThatThrownBy(() -> host.readVolume("other", "test").close())
                    .isInstanceOfSatisfying(
                            HostException.class, e -> assertThat(e.kind()).isEqualTo(Kind.GONE));
            assertThat(engine.requests).noneMatch(line -> line.startsWith("POST"));
        }
    }
}
