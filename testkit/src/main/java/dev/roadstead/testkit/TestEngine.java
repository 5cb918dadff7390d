package dev.roadstead.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The Docker engine of this machine, for tests that share it: they use names of their own and remove what they create. */
public final class TestEngine {
    private static final Path DEFAULT = Path.of("/var/run/docker.sock");

    private TestEngine() {}

    /**
     * The engine's socket: DOCKER_HOST when that is a unix socket, or the usual place.
     *
     * @throws IllegalStateException if no engine answers there
     */
    public static Path socket() {
        Path socket = Optional.ofNullable(System.getenv("DOCKER_HOST"))
                .filter(host -> host.startsWith("unix://"))
                .map(host -> Path.of(host.substring("unix://".length())))
                .orElse(DEFAULT);
        if (!answers(socket)) {
            throw new IllegalStateException("no Docker engine answers at " + socket
                    + "; start one (apt-get install docker.io; dockerd), or set DOCKER_HOST=unix:///path");
        }
        return socket;
    }

    static boolean answers(Path socket) {
        try {
            return Files.exists(socket) && new EngineApi(socket).get("/_ping").successful();
        } catch (IOException e) {
            return false;
        }
    }
}
