package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.BlueprintMount;
import dev.roadstead.controller.plan.EngineVolume;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.controller.plan.HostAction.PauseContainer;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.RemoveVolume;
import dev.roadstead.controller.plan.HostAction.SweepCarriers;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.model.Labels;
import dev.roadstead.testkit.OwnEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Volumes of the real engine, and what is in them. */
@Timeout(90)
final class EngineVolumesTest {
    /** All that tar knows of a file; hard links are said by whichever name comes first. */
    private static final String CANONICAL =
            "tar --sort=name --format=pax --pax-option=delete=atime,delete=ctime --numeric-owner -cf - .";

    private EngineFixture fixture;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        fixture = new EngineFixture();
    }

    @AfterEach
    void close() {
        fixture.host.run(new SweepCarriers(fixture.installation));
        for (EngineVolume volume : fixture.host.volumes(fixture.installation)) {
            fixture.host.run(new RemoveVolume(volume.name(), fixture.installation));
        }
        fixture.close();
    }

    private VolumeBlueprint plain(String suffix) {
        return new VolumeBlueprint(
                fixture.name(suffix), "local", Map.of(), labels("shop", suffix), PolicyLevel.BASELINE);
    }

    private Map<String, String> labels(String namespace, String volume) {
        return Map.of(Labels.MANAGED_BY, fixture.installation, Labels.NAMESPACE, namespace, Labels.VOLUME, volume);
    }

    @Test
    void ownersModesTimesLinksAndOddNamesSurviveTheWayToAnotherEngine() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Path arrived = Files.createDirectory(directory.resolve("arrived"));
        shell(source, """
                umask 022; mkdir -p 'a dir/deep' empty
                printf content > 'a dir/file'; ln 'a dir/file' hard; ln -s 'a dir/file' soft; ln -s /etc/passwd away
                printf x > "$(printf 'new\\nline')"; printf y > "$(printf 'latin-\\351')"; printf z > './-rf'
                truncate -s 3000000 sparse; head -c 300000 /dev/urandom > random
                long=$(printf 'n%.0s' $(seq 120)); mkdir $long; printf l > $long/$long
                mkfifo pipe; chown 1234:4321 'a dir/file' empty; chmod 4750 random; chmod 1777 empty; chmod 0000 -- -rf
                chown -h 7:8 soft; chmod 0710 .; chown 99:98 .
                find . -depth -exec touch -h -d '2020-02-02 02:02:02' '{}' '+'""");
        VolumeBlueprint data = plain("data");
        fixture.host.run(new CreateVolume(data));
        fixture.host.fillVolume(
                data.name(), fixture.installation, new ByteArrayInputStream(output(source, "tar -cf - .")));

        try (OwnEngine other = OwnEngine.start();
                DockerHost target =
                        new DockerHost(new UnixTransport(other.socket()), Deadlines.DEFAULT, Lenders.TEST)) {
            target.run(new CreateVolume(data));
            try (InputStream tar = fixture.host.readVolume(data.name(), fixture.installation)) {
                target.fillVolume(data.name(), fixture.installation, tar);
            }
            Path archive = directory.resolve("arrived.tar");
            try (InputStream tar = target.readVolume(data.name(), fixture.installation)) {
                Files.copy(tar, archive);
            }
            shell(arrived, "tar --numeric-owner -xpf " + archive);
            assertThat(target.volumeBytes())
                    .hasEntrySatisfying(data.name(), bytes -> assertThat(bytes).isGreaterThan(300_000));
        }

        assertThat(listing(arrived)).isEqualTo(listing(source));
        assertThat(output(arrived, CANONICAL)).isEqualTo(output(source, CANONICAL));
        assertThat(carriers()).isEmpty();
    }

    /** For people who have to find out what differs. */
    private static String listing(Path directory) throws Exception {
        return new String(
                output(directory, "find . -printf '%p %y %m %U:%G %s %TY-%Tm-%Td %TT %l\\n' | sort | cat -v"),
                StandardCharsets.UTF_8);
    }

    private static void shell(Path directory, String script) throws Exception {
        output(directory, script);
    }

    private static byte[] output(Path directory, String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-euc", script)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(script).isZero();
        return output;
    }

    private List<String> carriers() throws IOException {
        String filter = HttpRequest.encode("{\"label\":[\"" + Labels.CARRIER + "=" + fixture.installation + "\"]}");
        String listed =
                fixture.engine.get("/containers/json?all=1&filters=" + filter).body();
        return listed.strip().equals("[]") ? List.of() : List.of(listed);
    }

    @Test
    void volumesAreMadeAndRemovedOnceHoweverOftenThatIsAsked() {
        VolumeBlueprint data = plain("data");
        fixture.host.run(new CreateVolume(data));
        fixture.host.run(new CreateVolume(data));

        assertThat(fixture.host.volumes(fixture.installation)).singleElement().satisfies(volume -> {
            assertThat(volume.name()).isEqualTo(data.name());
            assertThat(volume.driver()).isEqualTo("local");
            assertThat(volume.labels()).isEqualTo(data.labels());
            assertThat(volume.createdAt()).isNotNull();
        });

        fixture.host.run(new RemoveVolume(data.name(), fixture.installation));
        fixture.host.run(new RemoveVolume(data.name(), fixture.installation));
        assertThat(fixture.host.volume(data.name())).isEmpty();
    }

    @Test
    void whatIsNotOursIsNeitherTakenNorRemoved() throws IOException {
        String name = fixture.name("foreign");
        fixture.engine.post("/volumes/create", "{\"Name\":\"" + name + "\"}");
        try {
            assertKind(Kind.FOREIGN, new CreateVolume(plain("foreign")));
            assertKind(Kind.FOREIGN, new RemoveVolume(name, fixture.installation));
            assertThat(fixture.host.volume(name)).isPresent();
        } finally {
            fixture.engine.delete("/volumes/" + name);
        }
    }

    private void assertKind(Kind kind, HostAction action) {
        assertThatThrownBy(() -> fixture.host.run(action))
                .isInstanceOfSatisfying(
                        HostException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void aContainerHasItsVolumeWhichStaysAsLongAsAContainerHasIt() {
        VolumeBlueprint data = plain("data");
        fixture.ensureNetwork();
        Blueprint mounting = mounting("shop", data.name());
        assertThatThrownBy(() -> fixture.created(mounting)).hasMessageContaining("is not on the engine");
        assertThat(fixture.host.volume(data.name())).as("made up by the engine").isEmpty();

        fixture.host.run(new CreateVolume(data));
        ObservedContainer created = fixture.created(mounting);

        assertKind(Kind.ENGINE, new RemoveVolume(data.name(), fixture.installation));
        fixture.host.run(new RemoveContainer(created.id()));
        assertThat(fixture.host.volume(data.name()))
                .as("removed with its container")
                .isPresent();
        assertThatThrownBy(() -> fixture.created(mounting("bank", data.name())))
                .hasMessageContaining("of another namespace");
    }

    private Blueprint mounting(String namespace, String volume) {
        Blueprint b = fixture.sleeper("mounts");
        Map<String, String> labels = new HashMap<>(b.labels());
        labels.put(Labels.NAMESPACE, namespace);
        Blueprint labelled = Blueprints.with(b, EngineFixture.IMAGE, labels);
        return Blueprints.with(
                labelled,
                PolicyLevel.BASELINE,
                List.of(new BlueprintMount.Volume("/data", volume, false)),
                b.security(),
                false,
                b.user());
    }

    @Test
    void onlyPrivilegedNamespacesHaveVolumesThatShowTheHost() {
        Map<String, String> bind = Map.of("type", "none", "device", directory.toString(), "o", "bind");
        VolumeBlueprint host =
                new VolumeBlueprint(fixture.name("host"), "local", bind, labels("shop", "host"), PolicyLevel.BASELINE);
        assertKind(Kind.REFUSED, new CreateVolume(host));

        fixture.host.run(new CreateVolume(
                new VolumeBlueprint(host.name(), "local", bind, host.labels(), PolicyLevel.PRIVILEGED)));

        assertThatThrownBy(() -> fixture.created(mounting("shop", host.name())))
                .as("the level was lowered since")
                .hasMessageContaining("policy level privileged");
    }

    @Test
    void aCarrierThatAKilledServerLeftIsSweptWhenItIsThereAgainAndOthersLeaveItAlone() throws Exception {
        VolumeBlueprint data = plain("data");
        fixture.host.run(new CreateVolume(data));
        DockerHost killed = hostOf("other");
        InputStream unfinished = killed.readVolume(data.name(), fixture.installation);
        killed.run(new SweepCarriers(fixture.installation));
        fixture.host.run(new SweepCarriers(fixture.installation));
        assertThat(carriers()).as("in use").hasSize(1);
        killed.close();
        fixture.host.run(new SweepCarriers(fixture.installation));
        assertThat(carriers())
                .as("left behind, for all that others know in use")
                .hasSize(1);

        try (DockerHost again = hostOf("other")) {
            again.run(new SweepCarriers(fixture.installation));
        }

        assertThat(carriers()).isEmpty();
        unfinished.close();
        assertThat(fixture.host.containers(fixture.installation)).isEmpty();
    }

    private DockerHost hostOf(String server) {
        return new DockerHost(new UnixTransport(fixture.socket), Deadlines.DEFAULT, Lenders.of(server));
    }

    @Test
    void aFullDiskIsToldInTheEnginesWordsAndLeavesNoCarrier() throws Exception {
        VolumeBlueprint data = plain("data");
        fixture.host.run(new CreateVolume(data));
        Path source = Files.createDirectory(directory.resolve("source"));
        shell(source, "head -c 3000000 /dev/urandom > large");
        byte[] tar = output(source, "tar -cf - .");
        String disk = fixture.engine
                .get("/volumes/" + data.name())
                .body()
                .replaceAll("(?s).*\"Mountpoint\":\"([^\"]+)\".*", "$1");
        shell(directory, "mount -t tmpfs -o size=1m none " + disk);
        try {
            assertThatThrownBy(() ->
                            fixture.host.fillVolume(data.name(), fixture.installation, new ByteArrayInputStream(tar)))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("no space left on device");
            assertThat(carriers()).isEmpty();

            shell(directory, "mount -o remount,size=10m " + disk);
            fixture.host.fillVolume(data.name(), fixture.installation, new ByteArrayInputStream(tar));
        } finally {
            shell(directory, "umount " + disk);
        }
    }

    @Test
    void aContainerIsPausedOnceHoweverOftenThatIsAsked() {
        Blueprint sleeper = fixture.sleeper("paused");
        String id = fixture.started(sleeper).id();

        fixture.host.run(new PauseContainer(id));
        fixture.host.run(new PauseContainer(id));

        assertThat(fixture.observed(sleeper).state()).isEqualTo(ObservedContainer.State.PAUSED);
    }
}
