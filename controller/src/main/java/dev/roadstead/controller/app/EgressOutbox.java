package dev.roadstead.controller.app;

import dev.roadstead.controller.reconcile.usage.Outbox;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Posts where the server may call somebody. */
record EgressOutbox(EgressClient egress) implements Outbox {
    @Override
    public int post(URI url, Map<String, String> headers, String body, Duration within)
            throws IOException, InterruptedException {
        return egress.send(new Outgoing(url, headers, body, null), within).status();
    }
}
