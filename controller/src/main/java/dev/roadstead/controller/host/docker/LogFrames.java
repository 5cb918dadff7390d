package dev.roadstead.controller.host.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The engine's log stream: frames of a stream number (one byte), three zero bytes, a length (four bytes, big-endian) and
 * that many bytes. Containers with a terminal have no frames; ours have no terminal.
 *
 * @see <a href="https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach">Stream
 *     format</a>
 */
final class LogFrames {
    private static final int HEADER = 8;
    private static final int PART = 64 * 1024;

    private LogFrames() {}

    /** The end of what the stream carries: at most so many bytes of UTF-8; what is no text is left out. */
    static String tail(InputStream stream, int maxBytes) throws IOException {
        byte[] kept = new byte[0];
        for (byte[] header = stream.readNBytes(HEADER); header.length > 0; header = stream.readNBytes(HEADER)) {
            requireWhole(header.length == HEADER);
            long left = Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(4));
            while (left > 0) {
                byte[] part = stream.readNBytes((int) Math.min(left, PART));
                requireWhole(part.length > 0);
                left -= part.length;
                kept = endOf(kept, part, maxBytes);
            }
        }
        return text(kept);
    }

    private static void requireWhole(boolean whole) throws EOFException {
        if (!whole) {
            throw new EOFException("the engine closed the connection in the middle of a log frame");
        }
    }

    private static byte[] endOf(byte[] kept, byte[] more, int maxBytes) {
        byte[] joined = Arrays.copyOf(kept, kept.length + more.length);
        System.arraycopy(more, 0, joined, kept.length, more.length);
        return Arrays.copyOfRange(joined, Math.max(0, joined.length - maxBytes), joined.length);
    }

    /** Malformed bytes are dropped, not replaced: a replacement character is longer than what it stands for. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.IGNORE)
                .decode(ByteBuffer.wrap(bytes))
                .codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
