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
        List<Operation> operations = connect(clients, connector);
        List<Latencies.Recorder> recorders = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long begin = System.nanoTime();
            for (Operation operation : operations) {
                Latencies.Recorder recorder = new Latencies.Recorder();
                recorders.add(recorder);
                running.add(threads.submit(() -> client(operation, going, recorder)));
            }
            stop.await();
            for (Future<?> each : running) {
                join(each);
            }
            return new Outcome(Latencies.of(recorders), Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private static @Nullable Void client(Operation operation, Going going, Latencies.Recorder recorder)
            throws IOException {
        try (operation) {
            while (going.on()) {
                long begin = System.nanoTime();
                operation.run();
                recorder.add(System.nanoTime() - begin);
            }
        }
        return null;
    }

    /** One after another: a storm of TLS handshakes is not what is measured. */
    static List<Operation> connect(int clients, Connector connector) throws IOException {
        List<Operation> operations = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            operations.add(connector.connect(i));
        }
        return operations;
    }

    private static void join(Future<?> client) throws IOException, InterruptedException {
        try {
            client.get();
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e.getCause());
        }
    }
}
