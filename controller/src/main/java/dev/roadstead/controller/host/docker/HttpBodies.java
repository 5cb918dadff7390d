package dev.roadstead.controller.host.docker;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Message bodies that end before their connection does. A body that is cut short is an error, never an early end. */
final class HttpBodies {
    private HttpBodies() {}

    private static int required(int count) throws EOFException {
        if (count < 0) {
            throw new EOFException("the engine closed the connection in the middle of an answer");
        }
        return count;
    }

    /** A body of a known length. */
    static final class Fixed extends InputStream {
        private final InputStream in;
        private long left;

        Fixed(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = required(in.read(into, offset, (int) Math.min(length, left)));
            left -= count;
            return count;
        }
    }

    /** A chunked body (RFC 9112, 7.1); chunk extensions and trailers are read and dropped. */
    static final class Chunked extends InputStream {
        private static final Predicate<String> SIZE =
                Pattern.compile("[0-9a-fA-F]{1,15}").asMatchPredicate();

        private final InputStream in;
        private long leftInChunk;
        private boolean first = true;
        private boolean ended;

        Chunked(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!ended && leftInChunk == 0) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int count = required(in.read(into, offset, (int) Math.min(length, leftInChunk)));
            leftInChunk -= count;
            return count;
        }

        private void nextChunk() throws IOException {
            if (!first && !HttpConnection.readLine(in).isEmpty()) {
                throw new ProtocolException("expected a line break after a chunk");
            }
            first = false;
            String size = HttpConnection.readLine(in).split(";", 2)[0].strip();
            if (!SIZE.test(size)) {
                throw new ProtocolException("expected a chunk size, got \"" + size + "\"");
            }
            leftInChunk = Long.parseLong(size, 16);
            if (leftInChunk == 0) {
                while (!HttpConnection.readLine(in).isEmpty()) {
                    // a trailer
                }
                ended = true;
            }
        }
    }
}
