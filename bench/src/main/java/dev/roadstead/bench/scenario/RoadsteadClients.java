package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Connection;
import dev.roadstead.bench.http.Request;
import dev.roadstead.bench.http.Target;
import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.load.Operation;
import java.io.IOException;
import java.util.SplittableRandom;

/** Connectors of what clients ask a Roadstead server, or one that answers the same. */
public final class RoadsteadClients {
    private RoadsteadClients() {}

    /**
     * Each creates objects in a namespace.
     *
     * @param prefix of the names, so that no two measurements make the same
     */
    public static ClosedLoop.Connector creates(Target target, String namespace, String prefix) {
        return i -> new Operation() {
            private final Connection connection = target.connect();
            private final SplittableRandom random = new SplittableRandom(i);
            private int made;

            @Override
            public void run() throws IOException {
                byte[] object = BenchKind.object(prefix + "-" + i + "-" + made++, random);
                byte[] request = Request.postJson(target, BenchKind.collection(namespace), object);
                connection.exchange(request, 201, Sinks.NOTHING);
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }

    /** Each reads the same path again and again. */
    public static ClosedLoop.Connector gets(Target target, String path) {
        byte[] request = Request.get(target, path);
        return i -> new Operation() {
            private final Connection connection = target.connect();

            @Override
            public void run() throws IOException {
                connection.exchange(request, 200, Sinks.NOTHING);
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }
}
