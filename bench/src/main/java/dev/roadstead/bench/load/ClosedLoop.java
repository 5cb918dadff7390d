package dev.roadstead.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** So many clients, each on a connection and a virtual thread of its own. */
public final class ClosedLoop {
    /** Connects client number i. */
    public interface Connector {
        Operation connect(int i) throws IOException;
    }

    /** What was done, and how long each took. */
    public record Outcome(Latencies latencies, Duration elapsed) {
        public double perSecond() {
            return latencies.count() * 1e9 / elapsed.toNanos();
        }
    }

    private ClosedLoop() {}

    /** Runs for some time, from when all have connected; fails with the first client that fails. */
    public static Outcome runFor(int clients, Duration time, Connector connector)
            throws IOException, InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        return run(clients, connector, () -> !over.get(), () -> {
            Thread.sleep(time);
            over.set(true);
        });
    }

    /** Does it so many times altogether. */
    public static Outcome runTimes(int clients, int times, Connector connector)
            throws IOException, InterruptedException {
        AtomicInteger left = new AtomicInteger(times);
        return run(clients, connector, () -> left.getAndDecrement() > 0, () -> {});
    }

    private interface Stop {
        void await() throws InterruptedException;
    }

    private interface Going {
        boolean on();
    }

    private static Outcome run(int clients, Connector connector, Going going, Stop stop)
            throws IOException, InterruptedException {
        CountDownLatch connected = new CountDownLatch(clients);
        List<Latencies.Recorder> recorders = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                int number = i;
                Latencies.Recorder recorder = new Latencies.Recorder();
                recorders.add(recorder);
                running.add(threads.submit(() -> client(connector, number, connected, going, recorder)));
            }
            connected.await();
            long begin = System.nanoTime();
            stop.await();
            for (Future<?> each : running) {
                join(each);
            }
            return new Outcome(Latencies.of(recorders), Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private static @Nullable Void client(
            Connector connector, int number, CountDownLatch connected, Going going, Latencies.Recorder recorder)
            throws IOException, InterruptedException {
        try (Operation operation = connect(connector, number, connected)) {
            connected.await();
            while (going.on()) {
                long begin = System.nanoTime();
                operation.run();
                recorder.add(System.nanoTime() - begin);
            }
        }
        return null;
    }

    private static Operation connect(Connector connector, int number, CountDownLatch connected) throws IOException {
        try {
            return connector.connect(number);
        } finally {
            connected.countDown();
        }
    }

    private static void join(Future<?> client) throws IOException, InterruptedException {
        try {
            client.get();
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e.getCause());
        }
    }
}
