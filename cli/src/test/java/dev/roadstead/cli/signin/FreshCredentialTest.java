package dev.roadstead.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshCredentialTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    private Path home;

    private final List<String> refreshed = new CopyOnWriteArrayList<>();
    private HttpServer http;
    private ApiServer server;
    private CredentialFile file;
    private int status = 200;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/auth/refresh", exchange -> {
            refreshed.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = (status == 200
                            ? "{\"user\": \"alice\", \"accessToken\": \"a2\", \"expiresIn\": 600, \"refreshToken\": \"r2\"}"
                            : "{\"message\": \"the session is over\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        server =
                new ApiServer(URI.create("http://127.0.0.1:" + http.getAddress().getPort()), null);
        file = new CredentialFile(home, server);
    }

    @AfterEach
    void stop() {
        http.stop(0);
    }

    @Test
    void asksNobodyWhileTheTokenIsGood() {
        file.update(_ -> credential(NOW.plusSeconds(31)));
        assertThat(fresh().get()).isEqualTo(credential(NOW.plusSeconds(31)));
        assertThat(refreshed).isEmpty();
    }

    /** A refresh token that is used twice would end the session. */
    @Test
    void renewsOnceHoweverManyAskAtOnce() throws InterruptedException {
        file.update(_ -> credential(NOW.plusSeconds(29)));
        List<Credential> got = new CopyOnWriteArrayList<>();
        List<Thread> askers = Stream.generate(() -> Thread.ofPlatform().unstarted(() -> got.add(retrying(fresh()))))
                .limit(4)
                .toList();
        askers.forEach(Thread::start);
        for (Thread asker : askers) {
            asker.join();
        }
        assertThat(got).hasSize(4).allMatch(it -> it.accessToken().equals("a2"));
        assertThat(refreshed).containsExactly("{\"refreshToken\":\"r1\"}");
    }

    @Test
    void saysHowToSignInAgainWhenItIsOver() {
        file.update(_ -> credential(NOW));
        status = 401;
        assertThatThrownBy(() -> fresh().get())
                .isInstanceOf(CliException.class)
                .hasMessageContainingAll("the session is over", "roadstead login " + server.url());
    }

    @Test
    void keepsTheFileToItsOwner() throws IOException {
        file.update(_ -> credential(NOW));
        Path written = home.resolve("sign-ins").resolve(server.name() + ".json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written.getParent())))
                .isEqualTo("rwx------");
        file.update(_ -> null);
        assertThat(written).doesNotExist();
    }

    /** Locks are between processes; threads of one process are told that it holds the lock already. */
    private static Credential retrying(FreshCredential fresh) {
        while (true) {
            try {
                return Objects.requireNonNull(fresh.get());
            } catch (java.nio.channels.OverlappingFileLockException busy) {
                Thread.onSpinWait();
            }
        }
    }

    private FreshCredential fresh() {
        return new FreshCredential(file, InstantSource.fixed(NOW));
    }

    private Credential credential(Instant expiresAt) {
        return new Credential(server, "alice", "a1", expiresAt, "r1");
    }
}
