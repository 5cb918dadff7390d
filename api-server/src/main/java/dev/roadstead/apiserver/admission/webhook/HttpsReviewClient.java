package dev.roadstead.apiserver.admission.webhook;

import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** By HTTPS, to places that the server may call. */
public record HttpsReviewClient(EgressClient egress) implements ReviewClient {
    private static final int OK = 200;

    @Override
    public byte[] post(URI url, byte[] authorities, byte[] body, Duration within)
            throws IOException, InterruptedException {
        String trusted = authorities.length == 0 ? null : new String(authorities, StandardCharsets.US_ASCII);
        EgressClient.Answer answer =
                egress.send(Outgoing.json(url, new String(body, StandardCharsets.UTF_8), trusted), within);
        if (answer.status() != OK) {
            throw new IOException("the service answered with the status " + answer.status());
        }
        return answer.body().getBytes(StandardCharsets.UTF_8);
    }
}
