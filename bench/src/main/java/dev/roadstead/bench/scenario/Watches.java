package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.Latencies;
import dev.roadstead.bench.load.Operation;
import dev.roadstead.bench.report.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * How long an event needs. From outside, a commit is known when its writer has the answer, which is a little after it; so
 * the time since the request was sent is reported too, and includes the commit.
 */
public final class Watches {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /** So that the machine can deliver one event before the next is made. */
    private static final Duration REST_OF_FEW = Duration.ofMillis(20);

    private static final Duration REST_OF_MANY = Duration.ofMillis(300);
    private static final int MANY = 50;
    /** The first ones find cold code. */
    private static final int WARM_UP_EVENTS = 10;

    private Watches() {}

    /** Returns how many objects were made. */
    public static int measure(int watchers, int events, Target admin, Target user, Figures figures)
            throws IOException, InterruptedException {
        String namespace = "watched-by-" + watchers;
        BenchKind.createNamespace(admin, namespace);
        int all = events + WARM_UP_EVENTS;
        CountDownLatch pending = new CountDownLatch(watchers * all);
        List<Watcher> watching = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                establish(watchers, namespace, all, user, pending, watching, running, threads);
                long[] sent = new long[all];
                long[] acknowledged = new long[all];
                write(user, namespace, watchers > MANY ? REST_OF_MANY : REST_OF_FEW, sent, acknowledged);
                if (!pending.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw failure(running, pending.getCount() + " events did not come within " + LIMIT);
                }
                report(figures, watchers, watching, sent, acknowledged);
            } finally {
                for (Watcher each : watching) {
                    each.close();
                }
            }
        }
        return all;
    }

    private static void establish(
            int watchers,
            String namespace,
            int events,
            Target user,
            CountDownLatch pending,
            List<Watcher> watching,
            List<Future<?>> running,
            ExecutorService threads)
            throws IOException, InterruptedException {
        CountDownLatch established = new CountDownLatch(watchers);
        String path = BenchKind.collection(namespace) + "?watch=true&timeoutSeconds=600";
        for (int i = 0; i < watchers; i++) {
            Watcher watcher = new Watcher(user, path, events, pending);
            watching.add(watcher);
            running.add(threads.submit(() -> watcher.run(established)));
        }
        if (!established.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw failure(running, established.getCount() + " watches were not established within " + LIMIT);
        }
    }

    /** With the reason of the first watcher that ended by one. */
    private static IOException failure(List<Future<?>> running, String what) {
        return new IOException(
                what,
                running.stream()
                        .filter(watcher -> watcher.state() == Future.State.FAILED)
                        .map(Future::exceptionNow)
                        .findFirst()
                        .orElse(null));
    }

    private static void write(Target user, String namespace, Duration rest, long[] sent, long[] acknowledged)
            throws IOException, InterruptedException {
        try (Operation creates =
                RoadsteadClients.creates(user, namespace, "event").connect(0)) {
            for (int i = 0; i < sent.length; i++) {
                Thread.sleep(rest);
                sent[i] = System.nanoTime();
                creates.run();
                acknowledged[i] = System.nanoTime();
            }
        }
    }

    private static void report(
            Figures figures, int watchers, List<Watcher> watching, long[] sent, long[] acknowledged) {
        Latencies.Recorder sinceAnswer = new Latencies.Recorder();
        Latencies.Recorder sinceRequest = new Latencies.Recorder();
        for (Watcher watcher : watching) {
            for (int i = WARM_UP_EVENTS; i < sent.length; i++) {
                sinceAnswer.add(Math.max(0, watcher.received(i) - acknowledged[i]));
                sinceRequest.add(watcher.received(i) - sent[i]);
            }
        }
        String name = String.format(Locale.ROOT, "event at %,d watchers", watchers);
        Latencies commit = Latencies.of(List.of(sinceAnswer));
        Latencies whole = Latencies.of(List.of(sinceRequest));
        figures.add(name + ", p50", commit.millis(0.5), "ms");
        figures.add(name + ", p99", commit.millis(0.99), "ms");
        figures.add(name + ", since the request was sent, p50", whole.millis(0.5), "ms");
        figures.add(name + ", since the request was sent, p99", whole.millis(0.99), "ms");
    }
}
