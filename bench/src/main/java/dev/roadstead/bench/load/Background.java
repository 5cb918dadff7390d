package dev.roadstead.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Clients that work until they are told to stop, beside what is measured. */
public final class Background implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger done = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();

    private Background() {}

    /** Starts them; returns when each has had its first answer. */
    public static Background start(int clients, ClosedLoop.Connector connector)
            throws IOException, InterruptedException {
        Background background = new Background();
        for (Operation operation : ClosedLoop.connect(clients, connector)) {
            background.running.add(background.threads.submit(() -> background.client(operation)));
        }
        while (background.done.get() < clients) {
            background.rethrow();
            Thread.sleep(Duration.ofMillis(20));
        }
        return background;
    }

    private @Nullable Void client(Operation operation) throws IOException {
        try (operation) {
            while (!over.get()) {
                operation.run();
                done.incrementAndGet();
            }
        }
        return null;
    }

    /** How often it has been done by all together. */
    public int done() {
        return done.get();
    }

    private void rethrow() throws IOException, InterruptedException {
        for (Future<?> each : running) {
            if (each.isDone()) {
                join(each);
            }
        }
    }

    private static void join(Future<?> client) throws IOException, InterruptedException {
        try {
            client.get();
        } catch (ExecutionException e) {
            throw new IOException("a client in the background failed: " + e.getCause(), e.getCause());
        }
    }

    /** Stops them, and fails if one of them failed. */
    @Override
    public void close() throws IOException {
        over.set(true);
        try (threads) {
            for (Future<?> each : running) {
                join(each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
