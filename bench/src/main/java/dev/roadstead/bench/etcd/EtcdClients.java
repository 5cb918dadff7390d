package dev.roadstead.bench.etcd;

import dev.roadstead.bench.load.ClosedLoop;
import dev.roadstead.bench.load.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Connectors of clients that put keys. */
public final class EtcdClients {
    private EtcdClients() {}

    /** Each puts the value under one new key after another. */
    public static ClosedLoop.Connector puts(int port, String prefix, byte[] value) {
        return i -> new Operation() {
            private final EtcdConnection connection = EtcdConnection.open(port);
            private int made;

            @Override
            public void run() throws IOException {
                connection.put((prefix + "-" + i + "-" + made++).getBytes(StandardCharsets.US_ASCII), value);
            }

            @Override
            public void close() throws IOException {
                connection.close();
            }
        };
    }
}
