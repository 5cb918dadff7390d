package dev.roadstead.controller.app;

import dev.roadstead.controller.reconcile.usage.Outbox;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.egress.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts where the server may call somebody. Most installations never do, so its client starts with the first call. */
final class EgressOutbox implements Outbox, AutoCloseable {
    private final EgressPolicy policy;
    private @Nullable EgressClient client;
    private boolean closed;

    EgressOutbox(EgressPolicy policy) {
        this.policy = policy;
    }

    @Override
    public int post(URI url, Map<String, String> headers, String body, Duration within)
            throws IOException, InterruptedException {
        return client().send(new Outgoing(url, headers, body, null), within).status();
    }

    private synchronized EgressClient client() throws IOException {
        if (closed) {
            throw new IOException("the server is stopping");
        }
        EgressClient started = client == null ? EgressClient.start(policy) : client;
        client = started;
        return started;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
        }
    }
}
