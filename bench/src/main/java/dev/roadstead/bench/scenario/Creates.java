package dev.roadstead.bench.scenario;

import dev.roadstead.bench.etcd.EtcdClients;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.peer.EtcdServer;
import dev.roadstead.bench.peer.PlainPostgres;
import dev.roadstead.bench.report.Figures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Durable writes: puts of etcd, inserts of PostgreSQL, creates of Roadstead, one after another with the same clients. */
public final class Creates {
    private static final int BATCH = 64;

    private Creates() {}

    /** Returns how many objects Roadstead has got. */
    public static int measure(
            int clients, Duration step, EtcdServer etcd, PlainPostgres postgres, Target roadstead, Figures figures)
            throws IOException, InterruptedException {
        byte[] payload = BenchKind.letters(BenchKind.SIZE).getBytes(StandardCharsets.US_ASCII);
        String name = "creates, " + clients + " client" + (clients == 1 ? "" : "s") + ": ";

        ClosedLoop.Outcome puts =
                ClosedLoop.runFor(clients, step, EtcdClients.puts(etcd.port(), "c" + clients, payload));
        figures.add(name + "etcd", puts.perSecond(), "/s");
        figures.add(name + "etcd, p99", puts.latencies().millis(0.99), "ms");

        figures.add(name + "PostgreSQL, single", postgres.insertsPerSecond(clients, 1, payload, step), "/s");
        double batches = postgres.insertsPerSecond(clients, BATCH, payload, step);
        figures.add(name + "PostgreSQL in batches of 64", batches, "/s");

        ClosedLoop.Outcome creates =
                ClosedLoop.runFor(clients, step, RoadsteadClients.creates(roadstead, "default-bench", "c" + clients));
        figures.add(name + "Roadstead", creates.perSecond(), "/s");
        figures.add(name + "Roadstead, p99", creates.latencies().millis(0.99), "ms");
        figures.add(name + "Roadstead / etcd", creates.perSecond() / puts.perSecond(), "");
        figures.add(name + "Roadstead / PostgreSQL in batches of 64", creates.perSecond() / batches, "");
        return creates.latencies().count();
    }
}
