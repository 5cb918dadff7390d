package dev.roadstead.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One keep-alive connection: a request, its answer, the next. Used by one thread. */
public final class Connection implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;

    Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Takes the bytes of a body as they come. */
    public interface Sink {
        void accept(byte[] bytes, int from, int length);
    }

    /** The head of an answer. */
    private record Head(int status, long length, boolean chunked) {}

    /**
     * Sends and reads the whole answer; returns the length of its body.
     *
     * @throws IOException if the status is not the expected one
     */
    public long exchange(byte[] request, int expectedStatus, Sink sink) throws IOException {
        return exchange(request, expectedStatus, () -> {}, sink);
    }

    /** Likewise; runs {@code begun} when the head of the expected answer has come. */
    public long exchange(byte[] request, int expectedStatus, Runnable begun, Sink sink) throws IOException {
        out.write(request);
        Head head = readHead();
        if (head.status() != expectedStatus) {
            StringBuilder body = new StringBuilder();
            readBody(
                    head,
                    (bytes, from, length) ->
                            body.append(new String(bytes, from, Math.min(length, 500), StandardCharsets.UTF_8)));
            throw new UnexpectedStatusException(expectedStatus, head.status(), body.toString());
        }
        begun.run();
        return readBody(head, sink);
    }

    private Head readHead() throws IOException {
        int status = Integer.parseInt(readLine().substring(9, 12));
        long length = 0;
        boolean chunked = false;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(header.substring(15).strip());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.contains("chunked");
            }
        }
        return new Head(status, length, chunked);
    }

    private long readBody(Head head, Sink sink) throws IOException {
        if (!head.chunked()) {
            pass(head.length(), sink);
            return head.length();
        }
        long total = 0;
        for (long size = chunkSize(); size > 0; size = chunkSize()) {
            pass(size, sink);
            readLine();
            total += size;
        }
        readLine();
        return total;
    }

    private long chunkSize() throws IOException {
        return Long.parseLong(readLine(), 16);
    }

    private void pass(long bytes, Sink sink) throws IOException {
        long left = bytes;
        while (left > 0) {
            if (position == limit) {
                fill();
            }
            int part = (int) Math.min(left, limit - position);
            sink.accept(buffer, position, part);
            position += part;
            left -= part;
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            if (position == limit) {
                fill();
            }
            char c = (char) (buffer[position++] & 0xff);
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
        }
    }

    private void fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        if (limit == 0) {
            throw new EOFException("the server closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
