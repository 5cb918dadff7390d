package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.EngineApi;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import dev.roadstead.testkit.OwnEngine;
import dev.roadstead.testkit.SshServer;
import dev.roadstead.testkit.TestAuthority;
import dev.roadstead.testkit.TestImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two more engines, one behind TCP with TLS and one behind sshd; one of them is lost, and comes back (invariant I10). */
@ExtendWith(Installation.Shared.class)
@Timeout(240)
class RemoteNodesTest {
    private static final Duration FOLLOWS = Duration.ofSeconds(60);
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static String ns = "";
    private static OwnEngine tlsEngine;
    private static OwnEngine sshEngine;
    private static SshServer sshd;

    @BeforeAll
    static void start(Installation roadstead) throws IOException {
        int tlsPort = FreePort.find();
        tlsEngine = OwnEngine.startWithTls(AUTHORITY, tlsPort);
        sshEngine = OwnEngine.start();
        sshd = SshServer.start();
        for (OwnEngine engine : new OwnEngine[] {tlsEngine, sshEngine}) {
            TestImages.busybox(engine.socket(), "roadstead-e2e/web", "1");
        }
        ns = roadstead.namespace("remote");
        TestAuthority.Issued client = AUTHORITY.issue("client");
        assertThat(roadstead
                        .apply(
                                "nodes.yaml",
                                ns,
                                "namespace",
                                ns,
                                "label",
                                ns,
                                "ca",
                                base64(AUTHORITY.certificate()),
                                "certificate",
                                base64(client.certificate()),
                                "key",
                                base64(client.key()),
                                "sshKey",
                                Base64.getEncoder().encodeToString(sshd.userKey("ed25519")),
                                "hostKey",
                                sshd.hostKey("ed25519"),
                                "tlsPort",
                                String.valueOf(tlsPort),
                                "sshPort",
                                String.valueOf(sshd.port()),
                                "socket",
                                sshEngine.socket().toString())
                        .exitCode())
                .isZero();
        roadstead.kubectl("wait", "--for=condition=Ready", "--timeout=60s", "node/tls", "node/ssh");
    }

    /** What has moved does not move back: the next scenario begins with one on each. */
    @AfterEach
    void deleteApplications(Installation roadstead) {
        roadstead.kubectl("delete", "app", "--all", "-n", ns, "--timeout=60s");
    }

    @AfterAll
    static void stop(Installation roadstead) {
        roadstead.kubectl("delete", "node", "tls", "ssh", "--timeout=60s");
        sshd.close();
        tlsEngine.close();
        sshEngine.close();
    }

    @Test
    void aLostNodesContainersMoveAndTheOnesLeftBehindAreRemovedWhenItIsBack(Installation roadstead) throws IOException {
        roadstead.apply("spread.yaml", ns, "image", Installation.IMAGE_1, "label", ns);
        roadstead.waitReady(ns, "spread");
        assertThat(running(tlsEngine)).isEqualTo(1);
        assertThat(running(sshEngine)).isEqualTo(1);

        tlsEngine.pause();
        try {
            roadstead.kubectl("wait", "--for=condition=Ready=Unknown", "--timeout=60s", "node/tls");
            Eventually.await("both run where the engine answers", FOLLOWS, () -> running(sshEngine), two -> two == 2);
            roadstead.waitReady(ns, "spread");
        } finally {
            tlsEngine.resume();
        }
        Eventually.await("what was left behind is gone", FOLLOWS, () -> running(tlsEngine), none -> none == 0);
        assertThat(running(sshEngine)).isEqualTo(2);
        roadstead.kubectl("wait", "--for=condition=Ready", "--timeout=60s", "node/tls");
        Eventually.await(
                "their objects are gone as well",
                FOLLOWS,
                () -> roadstead
                        .kubectl("get", "ctr", "-n", ns, "-o", "name")
                        .lines()
                        .count(),
                two -> two == 2);
    }

    @Test
    void whatIsDeletedWhileItsNodeIsAwayGoesWhenItIsBack(Installation roadstead) throws IOException {
        roadstead.apply("spread.yaml", ns, "image", Installation.IMAGE_1, "label", ns);
        roadstead.waitReady(ns, "spread");
        Eventually.await("one on each", FOLLOWS, () -> running(sshEngine), one -> one == 1);
        sshd.pause();
        try {
            roadstead.kubectl("wait", "--for=condition=Ready=Unknown", "--timeout=60s", "node/ssh");
            roadstead.kubectl("delete", "app", "spread", "-n", ns, "--wait=false");
            Eventually.await("the engine that answers is empty", FOLLOWS, () -> running(tlsEngine), none -> none == 0);
            Eventually.await(
                    "only what nobody reaches is left",
                    FOLLOWS,
                    () -> roadstead.kubectl("get", "ctr", "-n", ns, "-o", "jsonpath={.items[*].spec.nodeName}"),
                    "ssh"::equals);
            assertThat(running(sshEngine)).isEqualTo(1);
        } finally {
            sshd.resume();
        }
        Eventually.await("what was left behind is gone", FOLLOWS, () -> running(sshEngine), none -> none == 0);
        roadstead.kubectl("wait", "--for=delete", "--timeout=60s", "-n", ns, "app/spread");
    }

    /** Containers that run. */
    private static int running(OwnEngine engine) {
        try {
            String list = new EngineApi(engine.socket()).get("/containers/json").body();
            return list.split("\"Id\":", -1).length - 1;
        } catch (IOException e) {
            throw new UncheckedIOException("the engine's list", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
