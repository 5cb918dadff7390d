package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One watch, which notes when each numbered event comes. */
final class Watcher implements AutoCloseable {
    private static final byte[] MARK = "\"name\":\"event-0-".getBytes(StandardCharsets.US_ASCII);

    private final Connection connection;
    private final byte[] request;
    private final long[] received;
    private final CountDownLatch pending;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile boolean closed;

    /** {@code pending} counts events down that came the first time. */
    Watcher(Target target, String path, int events, CountDownLatch pending) throws IOException {
        this.connection = target.connect();
        this.request = Request.get(target, path);
        this.received = new long[events];
        this.pending = pending;
    }

    /** Reads until it is closed; counts down when the watch is established. */
    @Nullable
    Void run(CountDownLatch established) throws IOException {
        try {
            connection.exchange(request, 200, established::countDown, this::take);
        } catch (IOException e) {
            if (!closed) {
                throw e;
            }
        }
        return null;
    }

    private void take(byte[] bytes, int from, int length) {
        int start = from;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '\n') {
                line.write(bytes, start, i - start);
                event(line.toByteArray());
                line.reset();
                start = i + 1;
            }
        }
        line.write(bytes, start, from + length - start);
    }

    private void event(byte[] event) {
        long now = System.nanoTime();
        int at = indexOf(event, MARK);
        if (at < 0) {
            return;
        }
        int number = 0;
        for (int i = at + MARK.length; event[i] != '"'; i++) {
            number = 10 * number + event[i] - '0';
        }
        if (received[number] == 0) {
            received[number] = now;
            pending.countDown();
        }
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i <= bytes.length - part.length; i++) {
            int j = 0;
            while (j < part.length && bytes[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return i;
            }
        }
        return -1;
    }

    /** When an event came, by {@link System#nanoTime}. To be read when nothing is pending. */
    long received(int number) {
        return received[number];
    }

    @Override
    public void close() throws IOException {
        closed = true;
        connection.close();
    }
}
