package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.peer.BareProcess;
import dev.roadstead.bench.peer.RoadsteadServer;
import dev.roadstead.bench.report.Figures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One object, read by its name, against a server that has the same bytes at hand. */
public final class Gets {
    private Gets() {}

    public static void measure(
            List<Integer> clients,
            Duration warmUp,
            Duration step,
            Path folder,
            RoadsteadServer server,
            Target roadstead,
            String path,
            Figures figures)
            throws IOException, InterruptedException {
        try (BareProcess bare = BareProcess.start(folder, server, body(roadstead, path))) {
            ClosedLoop.runFor(64, warmUp, RoadsteadClients.gets(bare.target(), path));
            ClosedLoop.runFor(64, warmUp, RoadsteadClients.gets(roadstead, path));
            for (int each : clients) {
                String name = "get, " + each + " client" + (each == 1 ? "" : "s") + ": ";
                ClosedLoop.Outcome best = ClosedLoop.runFor(each, step, RoadsteadClients.gets(bare.target(), path));
                ClosedLoop.Outcome gets = ClosedLoop.runFor(each, step, RoadsteadClients.gets(roadstead, path));
                figures.add(name + "bare Vert.x", best.perSecond(), "/s");
                figures.add(name + "Roadstead", gets.perSecond(), "/s");
                figures.add(name + "Roadstead, p99", gets.latencies().millis(0.99), "ms");
                figures.add(name + "Roadstead / bare Vert.x", gets.perSecond() / best.perSecond(), "");
            }
        }
    }

    private static byte[] body(Target target, String path) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (Connection connection = target.connect()) {
            connection.exchange(Request.get(target, path), 200, body::write);
        }
        return body.toByteArray();
    }
}
