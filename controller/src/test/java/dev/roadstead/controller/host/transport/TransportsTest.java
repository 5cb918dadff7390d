package dev.roadstead.controller.host.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.model.Node.Connection;
import dev.roadstead.model.Node.Ssh;
import dev.roadstead.testkit.FreePort;
import dev.roadstead.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a Node's connection before anything is connected to. */
class TransportsTest {
    private final Ways ways = new Ways();

    @AfterEach
    void close() {
        ways.close();
    }

    @Test
    void plainTcpGoesToLoopbackOnly() {
        HostException refused = failure(ways.open(Ways.plain("192.0.2.1", 2375)));
        assertThat(refused.kind()).isEqualTo(Kind.BARRED);
        assertThat(refused).hasMessageContaining("plain TCP to 192.0.2.1").hasMessageContaining("connection.tcp.tls");
        HostException tried = failure(ways.open(Ways.plain("localhost", FreePort.find())));
        assertThat(tried.kind()).isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void aPeerThatHangsUpDuringTheHandshakeIsAwayAndBarsNobody() throws Exception {
        TestAuthority authority = new TestAuthority();
        ways.secret(authority, authority.issue("client"));
        try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUpOnAll(socket));
            HostException away = failure(ways.tls("localhost", socket.getLocalPort()));
            assertThat(away.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(away).hasMessageContaining("ended the connection during the TLS handshake");
        }
    }

    /** Reads the greeting first: closed with unread bytes, a connection is reset and not ended. */
    private static void hangUpOnAll(ServerSocket socket) {
        try {
            while (true) {
                try (Socket caller = socket.accept()) {
                    int first = caller.getInputStream().read(new byte[16 << 10]);
                    assertThat(first).isPositive();
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void aMissingSecretIsNamed() {
        HostException missing = failure(ways.tls("localhost", 2376));
        assertThat(missing.kind()).isEqualTo(Kind.BARRED);
        assertThat(missing).hasMessageContaining("there is no Secret infra/engine; create it");
        ways.secret(Map.of("ca.pem", Ways.bytes("x")));
        assertThat(failure(ways.tls("localhost", 2376))).hasMessageContaining("ca.crt of Secret infra/engine");
    }

    @Test
    void certificatesAreLookedAtBeforeTheyAreShown() {
        TestAuthority authority = new TestAuthority();
        TestAuthority.Issued one = authority.issue("client");
        TestAuthority.Issued other = authority.issue("client");
        ways.secret(authority, new TestAuthority.Issued(one.certificate(), other.key()));
        assertThat(failure(ways.tls("localhost", 2376))).hasMessageContaining("is not the key of the certificate");
        ways.secret(authority, authority.issue("client", Instant.now().minus(1, ChronoUnit.HOURS)));
        assertThat(failure(ways.tls("localhost", 2376))).hasMessageContaining("has expired at");
    }

    @Test
    void aKeyThatIsNoneIsNotShown() {
        ways.secret(Map.of("ssh-privatekey", Ways.bytes("my dearest secret")));
        Ssh ssh = new Ssh("localhost", 22, "docker", Ways.REF, "ssh-ed25519 AAAA", "/var/run/docker.sock");
        HostException bad = failure(ways.open(new Connection(null, null, ssh)));
        assertThat(bad.kind()).isEqualTo(Kind.BARRED);
        assertThat(bad)
                .hasMessageContaining("ssh-privatekey of Secret infra/engine is no private key")
                .hasMessageNotContaining("dearest");
        assertThat(bad).hasStackTraceContaining("Transport");
        assertThat(stackTrace(bad)).doesNotContain("dearest");
    }

    private static HostException failure(DockerHost host) {
        try (host) {
            return Ways.failure(host);
        }
    }

    private static String stackTrace(Throwable failure) {
        java.io.StringWriter text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }
}
