package dev.roadstead.testkit.edge;

import java.net.URI;
import java.time.Duration;

/** Something that routes by what a dynamic endpoint says. */
public interface Edge extends AutoCloseable {
    /** How often edges of tests ask. */
    Duration POLL = Duration.ofMillis(250);

    /** Traefik, if {@code TRAEFIK_BIN} names one, else the test's own edge. */
    static Edge start(URI endpoint, String token) {
        String binary = System.getenv("TRAEFIK_BIN");
        return binary == null || binary.isEmpty()
                ? new TestEdge(endpoint, token, POLL)
                : RealTraefik.start(binary, endpoint, token);
    }

    /** Port on loopback that speaks HTTP. */
    int plainPort();

    /** Port on loopback that speaks HTTPS. */
    int securePort();

    @Override
    void close();
}
