package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Log streams as the engine frames them. */
final class LogFramesTest {
    private static byte[] frame(int stream, byte[] content) {
        return ByteBuffer.allocate(8 + content.length)
                .put((byte) stream)
                .put(new byte[3])
                .putInt(content.length)
                .put(content)
                .array();
    }

    private static byte[] frame(int stream, String content) {
        return frame(stream, content.getBytes(StandardCharsets.UTF_8));
    }

    private static String tail(int max, byte[]... frames) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        for (byte[] frame : frames) {
            all.put(frame);
        }
        return LogFrames.tail(new ByteArrayInputStream(all.array(), 0, all.position()), max);
    }

    @Test
    void bothStreamsAreJoinedInOrder() throws IOException {
        assertThat(tail(100, frame(1, "one\n"), frame(2, "two\n"))).isEqualTo("one\ntwo\n");
        assertThat(tail(100)).isEmpty();
    }

    @Test
    void theEndIsKeptInWholeCharacters() throws IOException {
        assertThat(tail(4, frame(1, "abc"), frame(1, "äöü"))).isEqualTo("öü");
        assertThat(tail(5, frame(1, "abc"), frame(1, "äöü"))).isEqualTo("öü");
    }

    @Test
    void whatIsNoTextIsLeftOut() throws IOException {
        assertThat(tail(100, frame(1, new byte[] {'a', (byte) 0xff, 0, 27, 'b', '\t', '\r', '\n'})))
                .isEqualTo("ab\t\n");
    }

    @Test
    void aFrameThatIsCutShortIsAnError() {
        byte[] frame = frame(1, "abc");
        assertThatThrownBy(() -> LogFrames.tail(new ByteArrayInputStream(frame, 0, 9), 10))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> LogFrames.tail(new ByteArrayInputStream(frame, 0, 5), 10))
                .isInstanceOf(EOFException.class);
    }
}
