package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.http.UnexpectedStatusException;
import dev.roadstead.bench.load.Background;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.load.Latencies;
import dev.roadstead.bench.load.Operation;
import dev.roadstead.bench.load.Paced;
import dev.roadstead.bench.report.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What one user feels of another's 500 parallel requests. */
public final class Fairness {
    private static final int NOISE = 500;

    private Fairness() {}

    /** Returns how many objects were made. */
    public static int measure(Duration step, Target quiet, Target noisy, String path, Figures figures)
            throws IOException, InterruptedException {
        ClosedLoop.Connector gets = RoadsteadClients.gets(quiet, path);
        figures.add("get beside nobody, p99", Paced.runFor(step, gets).millis(0.99), "ms");
        AtomicInteger refused = new AtomicInteger();
        try (Background _ = Background.start(NOISE, enduring(RoadsteadClients.gets(noisy, path), refused))) {
            Latencies busy = Paced.runFor(step, gets);
            figures.add("get beside 500 gets of another user, p50", busy.millis(0.5), "ms");
            figures.add("get beside 500 gets of another user, p99", busy.millis(0.99), "ms");
        }
        ClosedLoop.Connector creates = RoadsteadClients.creates(noisy, "default-bench", "noise");
        try (Background noise = Background.start(NOISE, enduring(creates, refused))) {
            Latencies busy = Paced.runFor(step, gets);
            figures.add("get beside 500 creates of another user, p50", busy.millis(0.5), "ms");
            figures.add("get beside 500 creates of another user, p99", busy.millis(0.99), "ms");
            figures.add("requests of the other user that were refused", refused.get(), "");
            return noise.done() + NOISE;
        }
    }

    /** A client that goes on after a refusal, as a noisy one does. */
    private static ClosedLoop.Connector enduring(ClosedLoop.Connector connector, AtomicInteger refused) {
        return i -> {
            Operation operation = connector.connect(i);
            return new Operation() {
                @Override
                public void run() throws IOException {
                    try {
                        operation.run();
                    } catch (UnexpectedStatusException e) {
                        refused.incrementAndGet();
                    }
                }

                @Override
                public void close() throws IOException {
                    operation.close();
                }
            };
        };
    }
}
