package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.Background;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.load.Latencies;
import dev.roadstead.bench.load.Paced;
import dev.roadstead.bench.report.Figures;
import java.io.IOException;
import java.time.Duration;

/** What one user feels of another's 500 parallel requests. */
public final class Fairness {
    private static final int NOISE = 500;

    private Fairness() {}

    /** Returns how many objects were made. */
    public static int measure(
            Duration step, Target quiet, Target noisy, String path, Figures figures)
            throws IOException, InterruptedException {
        ClosedLoop.Connector gets = RoadsteadClients.gets(quiet, path);
        figures.add("get beside nobody, p99", Paced.runFor(step, gets).millis(0.99), "ms");
        try (Background _ = Background.start(NOISE, RoadsteadClients.gets(noisy, path))) {
            Latencies busy = Paced.runFor(step, gets);
            figures.add("get beside 500 gets of another user, p50", busy.millis(0.5), "ms");
            figures.add("get beside 500 gets of another user, p99", busy.millis(0.99), "ms");
        }
        try (Background creates =
                Background.start(NOISE, RoadsteadClients.creates(noisy, "default-bench", "noise"))) {
            Latencies busy = Paced.runFor(step, gets);
            figures.add("get beside 500 creates of another user, p50", busy.millis(0.5), "ms");
            figures.add("get beside 500 creates of another user, p99", busy.millis(0.99), "ms");
            return creates.done() + NOISE;
        }
    }
}
