package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.peer.RoadsteadServer;
import dev.roadstead.bench.report.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** What the server holds its objects in: resident memory of its JVM, without PostgreSQL. */
public final class Memory {
    private static final double MB = 1e6;

    /** The launcher lets the JVM give free native memory back every ten seconds. */
    private static final Duration NATIVE_TRIM = Duration.ofSeconds(12);

    private Memory() {}

    /**
     * Fills up and reads the memory, as it is and after a collection.
     *
     * @param made objects that are there already
     * @param wanted how many shall be there
     */
    public static void measure(int made, int wanted, RoadsteadServer server, Target user, Figures figures)
            throws IOException, InterruptedException {
        int objects = Math.max(made, wanted);
        ClosedLoop.runTimes(64, objects - made, RoadsteadClients.creates(user, "default-bench", "fill"));
        figures.add("objects held", objects, "");
        figures.add("resident, under load", server.residentBytes() / MB, "MB");
        server.collectGarbage();
        Thread.sleep(NATIVE_TRIM);
        double resident = server.residentBytes() / MB;
        figures.add("resident, at rest", resident, "MB");
        figures.add(
                String.format(Locale.ROOT, "resident beyond 2 x the bytes of %,d objects", wanted),
                resident - 2.0 * objects * BenchKind.SIZE / MB,
                "MB");
    }
}
