package dev.roadstead.controller.host.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.SshServer;
import dev.roadstead.testkit.TestEngine;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** This machine's engine behind a real OpenSSH server that runs no program for anybody. */
@Timeout(90)
class SshEngineTest {
    private final Ways ways = new Ways();
    private final String socket = TestEngine.socket().toString();
    private SshServer server;

    @BeforeEach
    void start() throws IOException {
        server = SshServer.start();
        use("ed25519");
    }

    @AfterEach
    void close() {
        ways.close();
        server.close();
    }

    private void use(String keyType) throws IOException {
        ways.secret(Map.of("ssh-privatekey", server.userKey(keyType)));
    }

    @Test
    void everyTypeOfKeyOpensTheSocketAndEveryTypeOfHostKeyCanBePinned() throws IOException {
        for (String type : List.of("ed25519", "ecdsa", "rsa")) {
            use(type);
            try (DockerHost host = ways.ssh(server, server.hostKey(type), socket)) {
                assertThat(host.info().version()).as(type).isNotEmpty();
            }
        }
    }

    @Test
    void oneSessionCarriesMoreCallsThanAServerGivesShells() throws Exception {
        try (DockerHost host = ways.ssh(server, server.hostKey("ed25519"), socket);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                calls.add(() -> host.info().id());
            }
            String id = host.info().id();
            for (Future<String> call : callers.invokeAll(calls)) {
                assertThat(call.get()).isEqualTo(id);
            }
            assertThat(server.sessions()).as("SSH sessions").isEqualTo(1);
        }
        Eventually.await("the session ends with its host", () -> server.sessions() == 0);
    }

    @Test
    void anotherHostKeyThanThePinnedOneBarsTheWay() throws IOException {
        String other;
        try (SshServer somebody = SshServer.start()) {
            other = somebody.hostKey("ed25519");
        }
        try (DockerHost host = ways.ssh(server, other, socket)) {
            HostException barred = Ways.failure(host);
            assertThat(barred.kind()).isEqualTo(Kind.BARRED);
            assertThat(barred).hasMessageContaining("has another key (SHA256:").hasMessageContaining("correct hostKey");
        }
    }

    @Test
    void aKeyThatIsNotAcceptedBarsTheWay() throws IOException {
        try (SshServer somebody = SshServer.start()) {
            ways.secret(Map.of("ssh-privatekey", somebody.userKey("ed25519")));
        }
        try (DockerHost host = ways.ssh(server, server.hostKey("ed25519"), socket)) {
            HostException barred = Ways.failure(host);
            assertThat(barred.kind()).isEqualTo(Kind.BARRED);
            assertThat(barred).hasMessageContaining("does not accept the key of user root");
        }
    }

    @Test
    void aServerThatForwardsNothingSaysWhatToPermit() throws IOException {
        try (SshServer strict = SshServer.start("AllowStreamLocalForwarding no")) {
            ways.secret(Map.of("ssh-privatekey", strict.userKey("ed25519")));
            try (DockerHost host = ways.ssh(strict, strict.hostKey("ed25519"), socket)) {
                HostException barred = Ways.failure(host);
                assertThat(barred).hasMessageContaining("AllowStreamLocalForwarding");
            }
        }
    }

    @Test
    void portsAreDialledFromTheServersMachine() throws IOException {
        try (DockerHost host = ways.ssh(server, server.hostKey("ed25519"), socket)) {
            Dialer dialer = host.dialer().orElseThrow();
            int port;
            try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = listener.getLocalPort();
                try (Link link = dialer.dial("127.0.0.1", port, Duration.ofSeconds(10));
                        Socket accepted = listener.accept()) {
                    accepted.getOutputStream().write(42);
                    assertThat(link.input().read()).isEqualTo(42);
                }
            }
            assertThatThrownBy(() -> dialer.dial("127.0.0.1", port, Duration.ofSeconds(10)))
                    .isInstanceOf(ConnectException.class);
            assertThat(host.info().id()).as("the session is as good as before").isNotEmpty();
        }
    }

    @Test
    void aServerThatForwardsNoPortsSaysWhatToPermit() throws IOException {
        try (SshServer strict = SshServer.start("AllowTcpForwarding no")) {
            ways.secret(Map.of("ssh-privatekey", strict.userKey("ed25519")));
            try (DockerHost host = ways.ssh(strict, strict.hostKey("ed25519"), socket)) {
                assertThatThrownBy(() -> host.dialer().orElseThrow().dial("127.0.0.1", 1, Duration.ofSeconds(10)))
                        .hasMessageContaining("AllowTcpForwarding");
            }
        }
    }

    @Test
    void aMissingSocketIsNamed() throws IOException {
        try (DockerHost host = ways.ssh(server, server.hostKey("ed25519"), "/run/no-docker.sock")) {
            HostException away = Ways.failure(host);
            assertThat(away.kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(away).hasMessageContaining("did not open /run/no-docker.sock for user root");
        }
    }

    @Test
    void aServerThatDiesIsConnectedToAgainWhenItIsBack() throws IOException {
        try (DockerHost host = ways.ssh(server, server.hostKey("ed25519"), socket)) {
            String id = host.info().id();
            server.kill();
            assertThat(Ways.failure(host).kind()).isEqualTo(Kind.UNREACHABLE);
            server.startAgain();
            Eventually.await(
                    "the engine answers again",
                    Duration.ofSeconds(20),
                    () -> host.info().id().equals(id));
        }
    }

    @Test
    void aSilentServerEndsCallsAtTheirDeadline() throws IOException {
        try (DockerHost host = ways.ssh(server, server.hostKey("ed25519"), socket)) {
            String id = host.info().id();
            long begin = System.nanoTime();
            server.pause();
            try {
                assertThat(Ways.failure(host).kind()).isEqualTo(Kind.UNREACHABLE);
            } finally {
                server.resume();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(7));
            Eventually.await(
                    "the engine answers again",
                    Duration.ofSeconds(20),
                    () -> host.info().id().equals(id));
        }
    }
}
