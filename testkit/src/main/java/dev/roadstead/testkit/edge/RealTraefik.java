package dev.roadstead.testkit.edge;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Traefik as a process, with nothing but the HTTP provider. */
public final class RealTraefik implements Edge {
    private final Process process;
    private final int plain;
    private final int secure;
    private final int api;

    private RealTraefik(Process process, int plain, int secure, int api) {
        this.process = process;
        this.plain = plain;
        this.secure = secure;
        this.api = api;
    }

    static RealTraefik start(String binary, URI endpoint, String token, int api) {
        int plain = FreePort.find();
        int secure = FreePort.find();
        try {
            Process process = new ProcessBuilder(List.of(
                            binary,
                            "--entryPoints.web.address=127.0.0.1:" + plain,
                            "--entryPoints.websecure.address=127.0.0.1:" + secure,
                            "--entryPoints.traefik.address=127.0.0.1:" + api,
                            "--api.insecure=true",
                            "--metrics.prometheus=true",
                            "--providers.http.endpoint=" + endpoint,
                            "--providers.http.pollInterval=" + POLL.toMillis() + "ms",
                            "--providers.http.headers.Authorization=Bearer " + token,
                            "--providers.providersThrottleDuration=0s"))
                    .inheritIO()
                    .start();
            RealTraefik traefik = new RealTraefik(process, plain, secure, api);
            traefik.awaitListening();
            return traefik;
        } catch (IOException e) {
            throw new UncheckedIOException(binary, e);
        }
    }

    private void awaitListening() {
        try {
            Eventually.await("Traefik listens", () -> FreePort.isTaken(plain) && FreePort.isTaken(secure));
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    @Override
    public int plainPort() {
        return plain;
    }

    @Override
    public int securePort() {
        return secure;
    }

    @Override
    public int apiPort() {
        return api;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
