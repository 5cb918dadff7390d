package dev.roadstead.controller.reconcile.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.docker.Deadlines;
import dev.roadstead.controller.host.docker.DockerHost;
import dev.roadstead.controller.host.docker.Lender;
import dev.roadstead.controller.host.docker.UnixTransport;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.plan.backup.CheckContainer;
import dev.roadstead.controller.reconcile.PullSecrets;
import dev.roadstead.model.BackupPolicy.Check;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.testkit.TestEngine;
import dev.roadstead.testkit.TestImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Check commands in containers of the real engine. */
@Timeout(60)
class RestoreCheckTest {
    private static final String IMAGE = "roadstead-test-busybox";
    private static final InstantSource CLOCK = InstantSource.system();

    private final String installation = "test-" + UUID.randomUUID();
    private final String namespace = "check-" + UUID.randomUUID().toString().substring(0, 8);
    private final String scratch = namespace + ".data.proof";
    private final MemoryApi api = new MemoryApi(new Effects(), CLOCK);
    private final RestoreCheck checks = new RestoreCheck(
            api,
            new PullSecrets(api, api.lister(ResourceType.SERVICE_ACCOUNT, Map.of())),
            installation,
            CLOCK,
            Duration.ofMillis(50));
    private DockerHost host;

    @BeforeEach
    void open() throws IOException {
        Path socket = TestEngine.socket();
        TestImages.busybox(socket, IMAGE, "1");
        host = new DockerHost(new UnixTransport(socket), Deadlines.DEFAULT, new Lender("test", CLOCK));
        Map<String, String> labels = Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, namespace);
        host.run(new HostAction.CreateVolume(
                new VolumeBlueprint(scratch, "local", Map.of(), labels, PolicyLevel.RESTRICTED)));
        host.fillVolume(
                scratch,
                installation,
                new ByteArrayInputStream(TarTree.empty().file("rows", "1,2,3").tar()));
    }

    @AfterEach
    void close() {
        assertThat(containers()).as("left behind").isEmpty();
        host.run(new HostAction.RemoveVolume(scratch, installation));
        host.run(new HostAction.RemoveNetwork("roadstead." + namespace, installation));
        host.close();
    }

    @Test
    void aCommandThatFindsWhatWasRestoredPasses() throws Exception {
        run("grep -q 1,2,3 /restored/rows && echo more > /restored/rows", null, Duration.ofSeconds(20));
    }

    @Test
    void oneThatDoesNotSaysWhyInItsLastLines() {
        assertThatThrownBy(() -> run("echo table orders is empty; exit 3", null, Duration.ofSeconds(20)))
                .isInstanceOf(CheckFailedException.class)
                .hasMessage(
                        "All of it was restored and is the same, but the check command exited with 3. Its last lines:"
                                + " table orders is empty");
    }

    @Test
    void oneThatDoesNotEndIsEnded() {
        assertThatThrownBy(() -> run("echo at it; sleep 300", null, Duration.ofSeconds(1)))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("did not end within 1s")
                .hasMessageContaining("at it");
    }

    @Test
    void whatTheNamespacesPolicyDoesNotAllowIsNotRun() throws Exception {
        api.create(
                ResourceType.NAMESPACE,
                new Namespace(ObjectMeta.toCreate(
                        null, namespace, Map.of(Labels.POLICY, "restricted"), List.of(), List.of())));

        assertThatThrownBy(() -> run("true", null, Duration.ofSeconds(20)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("verify.check is not allowed: user: policy level restricted");
        run("test $(id -u) = 1000 && cat /restored/rows", "1000", Duration.ofSeconds(20));
    }

    @Test
    void theContainerOfATryThatWasKilledIsReplaced() throws Exception {
        Instant past = CLOCK.instant().minusSeconds(60);
        var left = new CheckContainer(
                backup(), check("sleep 300", null, Duration.ofHours(1)), PolicyLevel.BASELINE, "a", past);
        Map<String, String> ofNetwork = Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, namespace);
        host.run(new HostAction.EnsureNetwork("roadstead." + namespace, ofNetwork));
        host.run(new HostAction.CreateContainer(left.blueprint(scratch, installation, PolicyLevel.BASELINE)));
        host.run(new HostAction.StartContainer(containers().getFirst().id()));

        run("true", null, Duration.ofSeconds(20));
    }

    private void run(String script, @Nullable String user, Duration timeout) throws Exception {
        checks.run(host, backup(), "a", scratch, check(script, user, timeout));
    }

    private static Check check(String script, @Nullable String user, Duration timeout) {
        return new Check(IMAGE + ":1", List.of("sh", "-c", script), user, null, timeout);
    }

    private VolumeBackup backup() {
        var metadata = new ObjectMeta(
                "nightly", namespace, "uid", "1", 1, null, null, Map.of(), Map.of(), List.of(), List.of());
        return new VolumeBackup(metadata, new VolumeBackup.Spec("data", "store", null, null), null);
    }

    private List<OwnedContainer> containers() {
        return host.containers(installation);
    }
}
