package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.Background;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.load.Latencies;
import dev.roadstead.bench.load.Paced;
import dev.roadstead.bench.report.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** A large list, and what another client feels while it is streamed again and again. */
public final class Lists {
    private static final String NAMESPACE = "lists";
    private static final int WARM_UP_LISTS = 10;

    private Lists() {}

    /** Returns how many objects were made. */
    public static int measure(int objects, Duration step, Target admin, Target user, Figures figures)
            throws IOException, InterruptedException {
        BenchKind.createNamespace(admin, NAMESPACE);
        ClosedLoop.runTimes(64, objects, RoadsteadClients.creates(user, NAMESPACE, "l"));
        String path = BenchKind.collection(NAMESPACE);
        ClosedLoop.Connector lists = RoadsteadClients.gets(user, path);
        ClosedLoop.runTimes(1, WARM_UP_LISTS, lists);

        long bytes = length(user, path);
        ClosedLoop.Outcome alone = ClosedLoop.runFor(1, step, lists);
        String name = String.format(Locale.ROOT, "list of %,d", objects);
        figures.add(name, alone.perSecond() * bytes / 1e6, "MB/s");
        figures.add(name + ", p50", alone.latencies().millis(0.5), "ms");

        ClosedLoop.Connector gets = RoadsteadClients.gets(user, path + "/l-0-0");
        Latencies calm = Paced.runFor(step, gets);
        try (Background background = Background.start(1, lists)) {
            Latencies busy = Paced.runFor(step, gets);
            figures.add(name + ": gets alone, p99", calm.millis(0.99), "ms");
            figures.add(name + ": gets beside it, p99", busy.millis(0.99), "ms");
            figures.add(name + ": delay of gets, p99", busy.millis(0.99) - calm.millis(0.99), "ms");
            if (background.done() == 0) {
                throw new IOException("there was no list beside the gets");
            }
        }
        return objects;
    }

    private static long length(Target target, String path) throws IOException {
        try (Connection connection = target.connect()) {
            return connection.exchange(Request.get(target, path), 200, Sinks.NOTHING);
        }
    }
}
