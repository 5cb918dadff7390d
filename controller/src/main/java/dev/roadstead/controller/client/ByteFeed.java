package dev.roadstead.controller.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A response body as it arrives, for one reading thread. The JDK's body streams know no read timeout; waiting for them
 * cannot be bounded. Any thread may close it.
 */
final class ByteFeed implements BodySubscriber<ByteFeed>, AutoCloseable {
    private static final int MAX_REFUSAL_BYTES = 1 << 20;

    private sealed interface Signal {
        record Data(List<ByteBuffer> bytes) implements Signal {}

        record End() implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    /** Bounded by demand: one list of buffers is requested at a time. */
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    private volatile @Nullable Subscription subscription;
    private volatile boolean closed;

    /**
     * Waits for the next bytes; null when the body has ended or the feed was closed.
     *
     * @throws IOException if the connection broke, or nothing came in time
     */
    @Nullable
    List<ByteBuffer> read(Duration timeout) throws IOException, InterruptedException {
        Signal signal = signals.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (closed) {
            return null;
        }
        return switch (signal) {
            case null -> throw new IOException("nothing came for " + timeout);
            case Signal.Data(List<ByteBuffer> bytes) -> {
                Objects.requireNonNull(subscription).request(1);
                yield bytes;
            }
            case Signal.End end -> {
                signals.add(end);
                yield null;
            }
            case Signal.Broken(Throwable cause) -> {
                signals.add(signal);
                throw new IOException("the connection broke: " + cause.getMessage(), cause);
            }
        };
    }

    /** The rest of a short body. */
    byte[] readAll(long deadline) throws IOException, InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (var bytes = readUntil(deadline);
                bytes != null && all.size() < MAX_REFUSAL_BYTES;
                bytes = readUntil(deadline)) {
            for (ByteBuffer buffer : bytes) {
                byte[] chunk = new byte[buffer.remaining()];
                buffer.get(chunk);
                all.writeBytes(chunk);
            }
        }
        return all.toByteArray();
    }

    private @Nullable List<ByteBuffer> readUntil(long deadline) throws IOException, InterruptedException {
        return read(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    @Override
    public void close() {
        closed = true;
        signals.add(new Signal.End());
        Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }

    @Override
    public CompletionStage<ByteFeed> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
        signals.add(new Signal.Data(bytes));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End());
    }
}
