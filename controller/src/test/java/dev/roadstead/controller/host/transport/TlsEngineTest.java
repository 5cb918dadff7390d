package dev.roadstead.controller.host.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import dev.roadstead.testkit.OwnEngine;
import dev.roadstead.testkit.Partition;
import dev.roadstead.testkit.TestAuthority;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real engine behind TCP with mutual TLS. */
@Timeout(90)
class TlsEngineTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final int PORT = FreePort.find();
    private static OwnEngine engine;
    private final Ways ways = new Ways();

    @BeforeAll
    static void start() throws IOException {
        engine = OwnEngine.startWithTls(AUTHORITY, PORT);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @AfterEach
    void close() {
        ways.close();
    }

    @Test
    void bothSidesShowTheirCertificates() {
        ways.secret(AUTHORITY, AUTHORITY.issue("client"));
        try (DockerHost host = ways.tls("localhost", PORT)) {
            assertThat(host.info().version()).isNotEmpty();
        }
    }

    @Test
    void aCertificateThatTheEngineDoesNotTrustBarsTheWay() {
        ways.secret(AUTHORITY, new TestAuthority().issue("client"));
        try (DockerHost host = ways.tls("localhost", PORT)) {
            // The engine hangs up after its verdict; a connection that is torn down first hides it now and then.
            HostException barred = Eventually.await(
                    "the engine's verdict",
                    Duration.ofSeconds(20),
                    () -> Ways.failure(host),
                    e -> e.kind() == Kind.BARRED);
            assertThat(barred).hasMessageContaining("does not accept our certificate");
        }
    }

    @Test
    void anEngineThatWeDoNotTrustBarsTheWay() {
        ways.secret(new TestAuthority(), AUTHORITY.issue("client"));
        try (DockerHost host = ways.tls("localhost", PORT)) {
            HostException barred = Ways.failure(host);
            assertThat(barred.kind()).isEqualTo(Kind.BARRED);
            assertThat(barred).hasMessageContaining("check that ca.crt is of the authority");
        }
    }

    @Test
    void anotherNameThanTheCertificatesBarsTheWay() {
        ways.secret(AUTHORITY, AUTHORITY.issue("client"));
        try (DockerHost host = ways.tls("127.0.0.1", PORT)) {
            HostException barred = Ways.failure(host);
            assertThat(barred.kind()).isEqualTo(Kind.BARRED);
            assertThat(barred).hasMessageContaining("names 127.0.0.1");
        }
    }

    @Test
    void aCutLineEndsCallsAtTheirDeadlineAndIsForgottenWhenItIsMended() throws IOException {
        ways.secret(AUTHORITY, AUTHORITY.issue("client"));
        try (DockerHost host = ways.tls("localhost", PORT)) {
            String id = host.info().id();
            long begin = System.nanoTime();
            try (Partition cut = Partition.of(PORT)) {
                assertThat(cut).isNotNull();
                HostException silence = Ways.failure(host);
                assertThat(silence.kind()).isEqualTo(Kind.UNREACHABLE);
                assertThat(silence).hasMessageContaining("within 4000 ms");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(7));
            assertThat(host.info().id()).isEqualTo(id);
        }
    }

    @Test
    void aSilentEngineEndsCallsAtTheirDeadline() throws IOException {
        ways.secret(AUTHORITY, AUTHORITY.issue("client"));
        try (DockerHost host = ways.tls("localhost", PORT)) {
            host.info();
            engine.pause();
            try {
                assertThat(Ways.failure(host).kind()).isEqualTo(Kind.UNREACHABLE);
            } finally {
                engine.resume();
            }
            assertThat(host.info().version()).isNotEmpty();
        }
    }
}
