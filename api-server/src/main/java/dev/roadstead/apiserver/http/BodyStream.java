package dev.roadstead.apiserver.http;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of an answer of unknown size: small ones are sent at once, large ones in parts, each when the client has taken
 * those before. Large ones are compressed for those who accept that. Used by one thread; without {@link #finish} the
 * answer stays incomplete.
 */
final class BodyStream extends OutputStream {
    /** Kubernetes compresses answers from this size on. */
    static final int COMPRESSED_FROM = 128 * 1024;

    private static final int PART = 128 * 1024;

    private final Exchange exchange;
    private final int status;
    private final String contentType;
    private final Parts parts = new Parts();
    private OutputStream out = parts;
    private long written;

    BodyStream(Exchange exchange, int status, String contentType) {
        this.exchange = exchange;
        this.status = status;
        this.contentType = contentType;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!parts.begun && written + length > COMPRESSED_FROM) {
            begin();
        }
        written += length;
        out.write(bytes, offset, length);
    }

    /** Sends what is left; the answer is complete. */
    void finish() throws IOException, InterruptedException {
        if (!parts.begun) {
            exchange.send(status, contentType, parts.part.getBytes());
            return;
        }
        out.close();
        exchange.write(parts.part);
        exchange.end();
    }

    private void begin() throws IOException {
        parts.begun = true;
        if (exchange.acceptsGzip()) {
            exchange.setHeader("Content-Encoding", "gzip");
            Buffer early = parts.part;
            parts.part = Buffer.buffer(2 * PART);
            out = new Gzip(parts);
            out.write(early.getBytes());
        }
        exchange.begin(status, contentType);
    }

    /** Collects bytes and sends them part by part, once the answer has begun. */
    private final class Parts extends OutputStream {
        private Buffer part = Buffer.buffer(2 * PART);
        private boolean begun;

        @Override
        public void write(int b) {
            part.appendByte((byte) b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            part.appendBytes(bytes, offset, length);
            if (begun && part.length() >= PART) {
                Buffer full = part;
                part = Buffer.buffer(2 * PART);
                send(full);
            }
        }

        private void send(Buffer full) {
            try {
                exchange.write(full);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.abort();
                throw new ClientGoneException("the server is stopping", e);
            }
        }
    }
}
