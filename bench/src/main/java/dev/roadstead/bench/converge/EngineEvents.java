package dev.roadstead.bench.converge;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** Counts what happens to an engine's containers. Thread-safe. */
final class EngineEvents implements AutoCloseable {
    private final SocketChannel channel;
    private final Map<String, Integer> counts = new HashMap<>();

    /** Listens from now on. */
    EngineEvents(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        // HTTP/1.0: the stream is not cut into chunks.
        channel.write(
                ByteBuffer.wrap("GET /events HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        var lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        while (!lines.readLine().isEmpty()) {
            // the head of the answer
        }
        Thread.ofVirtual().name("engine-events").start(() -> follow(lines));
    }

    private void follow(BufferedReader lines) {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("\"Type\":\"container\"")) {
                    int from = line.indexOf("\"Action\":\"") + 10;
                    count(line.substring(from, line.indexOf('"', from)));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private synchronized void count(String action) {
        counts.merge(action, 1, Integer::sum);
        notifyAll();
    }

    /** How often something has happened: {@code start}, {@code destroy}, {@code die}. */
    synchronized int of(String action) {
        return counts.getOrDefault(action, 0);
    }

    /** Waits until it has happened so often since the beginning. */
    synchronized void await(String action, int times, Duration atMost) throws InterruptedException, TimeoutException {
        long end = System.nanoTime() + atMost.toNanos();
        while (of(action) < times) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new TimeoutException(
                        "%d of %d times \"%s\" after %d s".formatted(of(action), times, action, atMost.toSeconds()));
            }
            wait(left);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
