package dev.roadstead.testkit.edge;

import dev.roadstead.testkit.FreePort;
import java.net.URI;
import java.time.Duration;

/** Something that routes by what a dynamic endpoint says. */
public interface Edge extends AutoCloseable {
    /** How often edges of tests ask. */
    Duration POLL = Duration.ofMillis(250);

    /** Traefik, if {@code TRAEFIK_BIN} names one, else the test's own edge. */
    static Edge start(URI endpoint, String token) {
        return start(endpoint, token, FreePort.find());
    }

    /** The same with its API at this port of loopback. */
    static Edge start(URI endpoint, String token, int apiPort) {
        String binary = System.getenv("TRAEFIK_BIN");
        return binary == null || binary.isEmpty()
                ? new TestEdge(endpoint, token, POLL, apiPort)
                : RealTraefik.start(binary, endpoint, token, apiPort);
    }

    /** Port on loopback that speaks HTTP. */
    int plainPort();

    /** Port on loopback that speaks HTTPS. */
    int securePort();

    /** Port on loopback of its API. */
    int apiPort();

    @Override
    void close();
}
