package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.BlueprintMount;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.PutFiles;
import dev.roadstead.controller.plan.HostAction.RemoveFiles;
import dev.roadstead.controller.plan.HostAction.RenameContainer;
import dev.roadstead.controller.plan.HostAction.RunHook;
import dev.roadstead.controller.plan.HostAction.SetLimits;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.MountedFiles;
import dev.roadstead.controller.plan.MountedFiles.MountedFile;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.model.ContainerTemplate.Capabilities;
import dev.roadstead.model.ContainerTemplate.Profile;
import dev.roadstead.model.ContainerTemplate.Security;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mounts, hooks and rights on the real engine. */
@Timeout(60)
final class TemplateFieldsTest {
    private static final Duration HOOK = Duration.ofSeconds(20);
    private static final List<String> SLEEP = List.of("sleep", "300");

    private EngineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new EngineFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Blueprint mounted(
            PolicyLevel level, boolean hostNetwork, Security security, String user, BlueprintMount... mounts) {
        Blueprint sleeper = fixture.sleeper("fields");
        return Blueprints.with(sleeper, level, List.of(mounts), security, hostNetwork, user);
    }

    private String output(String id, String... command) {
        return assertFailing(id, List.of("sh", "-c", String.join(" ", command) + "; exit 3"));
    }

    /** A hook tells what it wrote when it fails. */
    private String assertFailing(String id, List<String> command) {
        try {
            fixture.host.run(new RunHook(id, command, HOOK));
        } catch (HostException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("the hook did not fail");
    }

    @Test
    void secretFilesAreThereFromTheFirstInstructionOnEvenOnAReadOnlyRootFileSystem() throws IOException {
        Blueprint blueprint = mounted(
                PolicyLevel.BASELINE,
                false,
                fixture.sleeper("fields").security(),
                "65534:65534",
                new BlueprintMount.Files("/etc/app"),
                new BlueprintMount.Tmpfs("/scratch", 1 << 20, false));
        fixture.ensureNetwork();
        ObservedContainer created = fixture.created(blueprint);
        byte[] binary = {0, (byte) 0xff, 10, (byte) 0x80};
        MountedFile key = new MountedFile("tls/key", binary, 0440);
        String longName = "long/" + "n".repeat(120);
        MountedFile named = new MountedFile(longName, "x".getBytes(StandardCharsets.UTF_8), 0444);
        PutFiles put = new PutFiles(created.id(), List.of(new MountedFiles("/etc/app", 65534, List.of(key, named))));
        fixture.host.run(put);
        fixture.host.run(put);
        fixture.host.run(new StartContainer(created.id()));

        assertThat(output(created.id(), "ls -ln /etc/app/tls/key; od -An -tx1 /etc/app/tls/key"))
                .contains("-r--r-----    1 0        65534", "00 ff 0a 80");
        assertThat(output(created.id(), "cat /etc/app/" + longName)).contains("it wrote: x");
        assertThat(output(created.id(), "echo a > /etc/app/tls/key")).contains("Permission denied");
        assertThat(output(created.id(), "echo a > /scratch/a; df -k /scratch | tail -1"))
                .contains("1024", "/scratch");

        String volumes = "/volumes?filters=%7B%22label%22%3A%5B%22roadstead.dev%2Fcontainer-uid%3Duid-fields%22%2C%22"
                + "roadstead.dev%2Fmanaged-by%3D" + fixture.installation + "%22%5D%7D";
        assertThat(fixture.engine.get(volumes).body()).contains("roadstead.dev/container-uid");
        fixture.engine.delete("/containers/" + created.id() + "?force=1"); // by hand, and without its volumes
        fixture.host.run(new RemoveFiles("uid-fields"));
        assertThat(fixture.engine.get(volumes).body()).doesNotContain("roadstead.dev/container-uid");
    }

    @Test
    void privilegesAreGrantedAtThatLevelAndFoundAsTheyWereAsked(@TempDir Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Security everything = new Security(
                false, true, new Capabilities(List.of("SYS_ADMIN"), List.of()), Profile.Unconfined, Profile.Unconfined);
        BlueprintMount host = new BlueprintMount.HostPath("/host", directory.toString(), true);
        Blueprint blueprint = mounted(PolicyLevel.PRIVILEGED, true, everything, "65534:65534", host);

        ObservedContainer running = fixture.started(blueprint);

        assertThat(running.networks()).containsOnlyKeys("host");
        assertThat(output(running.id(), "echo a > /host/a")).contains("Read-only file system");
    }

    @Test
    void nothingIsCreatedThatThePolicyRefuses(@TempDir Path directory) {
        Blueprint blueprint = mounted(
                PolicyLevel.BASELINE,
                false,
                fixture.sleeper("fields").security(),
                "65534:65534",
                new BlueprintMount.HostPath("/host", directory.toString(), true));

        assertThatThrownBy(() -> fixture.host.run(new CreateContainer(blueprint)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("refused by policy level baseline: mounts is");
        assertThat(fixture.host.container(blueprint.name())).isEmpty();
    }

    @Test
    void aHookSaysHowItEnded() {
        ObservedContainer running = fixture.started(fixture.sleeper("hook"));

        fixture.host.run(new RunHook(running.id(), List.of("true"), HOOK));

        assertThat(assertFailing(running.id(), List.of("sh", "-c", "echo no luck; exit 7")))
                .isEqualTo("its hook \"sh\" exited with code 7; it wrote: no luck");
        assertThat(assertFailing(running.id(), List.of("no-such-program"))).contains("its hook \"no-such-program\"");
        assertThatThrownBy(() -> fixture.host.run(new RunHook(running.id(), SLEEP, Duration.ofMillis(500))))
                .hasMessageContaining("did not end within");
    }

    @Test
    void thePreStopHookRunsBeforeTheSignalWithinTheGracePeriod() {
        Blueprint blueprint = fixture.blueprint(
                "stop",
                List.of("sh"),
                List.of("-c", "trap 'exit 9' TERM; while :; do sleep 0.1; done"),
                List.of(),
                null);
        ObservedContainer running = fixture.started(blueprint);
        List<String> preStop = List.of("sh", "-c", "echo bye > /proc/1/fd/1; sleep 60");

        long begin = System.nanoTime();
        fixture.host.run(new StopContainer(running.id(), Duration.ofSeconds(2), preStop, false));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
        assertThat(fixture.observed(blueprint).exitCode()).isEqualTo(9);
    }

    @Test
    void whatPeopleChangeIsSeenAndSetRight() throws IOException {
        Blueprint blueprint = fixture.sleeper("drift");
        ObservedContainer running = fixture.started(blueprint);
        Limits wanted = blueprint.limits();
        assertThat(running.granted())
                .isEqualTo(new ObservedContainer.Granted(wanted, wanted.memoryBytes(), false, false));

        fixture.engine.post(
                "/containers/" + running.id() + "/update",
                "{\"Memory\":134217728,\"MemorySwap\":268435456,\"PidsLimit\":99,\"RestartPolicy\":{\"Name\":\"always\"}}");
        ObservedContainer changed = fixture.observed(blueprint);
        assertThat(changed.granted().limits()).isEqualTo(new Limits(134217728, wanted.nanoCpus(), 99));
        assertThat(changed.granted().restarted()).isTrue();
        fixture.host.run(new SetLimits(running.id(), wanted));
        assertThat(fixture.observed(blueprint).granted()).isEqualTo(running.granted());

        fixture.engine.post("/containers/" + running.id() + "/update", "{\"CpuShares\":5}");
        assertThat(fixture.observed(blueprint).granted().tuned()).isTrue();

        fixture.engine.post("/containers/" + running.id() + "/rename?name=" + fixture.name("else"), "");
        assertThat(fixture.host.container(blueprint.name())).isEmpty();
        fixture.host.run(new RenameContainer(running.id(), blueprint.name()));
        assertThat(fixture.observed(blueprint).id()).isEqualTo(running.id());
    }
}
