package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.repository.Repositories;
import dev.roadstead.controller.plan.HostAction.CreateVolume;
import dev.roadstead.controller.plan.HostAction.RemoveVolume;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.transfer.Filling;
import dev.roadstead.model.Labels;
import dev.roadstead.testkit.OwnEngine;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A volume with a large file, a sparse one and many small ones goes from an engine into a repository and from there to
 * another engine, where every byte is the same. With {@code -Dtorture.backups=true} (make torture-backups) they have 3 GB
 * each, there are 100,000 small ones, and the figures are printed.
 */
final class LargeVolumeTest {
    private static final boolean LONG = Boolean.getBoolean("torture.backups");
    private static final String LARGE = LONG ? "3G" : "30M";
    private static final int FILES = LONG ? 100_000 : 500;

    @TempDir
    private Path directory;

    @Test
    void itArrivesOnAnotherEngineAsItWas() throws Exception {
        EngineFixture fixture = new EngineFixture();
        var data = new VolumeBlueprint(
                fixture.name("large"),
                "local",
                Map.of(),
                Map.of(Labels.MANAGED_BY, fixture.installation, Labels.NAMESPACE, "shop", Labels.VOLUME, "large"),
                PolicyLevel.BASELINE);
        fixture.host.run(new CreateVolume(data));
        try (OwnEngine engine = OwnEngine.start();
                DockerHost other =
                        new DockerHost(new UnixTransport(engine.socket()), Deadlines.DEFAULT, Lenders.TEST)) {
            shell(mountpoint(fixture.engine.get("/volumes/" + data.name()).body()), """
                    head -c %s /dev/urandom > large; truncate -s %s sparse; printf end >> sparse
                    mkdir small; cd small; seq %d | split -l 1 -a 5 - f""".formatted(LARGE, LARGE, FILES));
            var clock = InstantSource.system();
            try (Repository repository = Repositories.create(new DirectoryStore(directory, clock), "password", clock)) {
                Written written = measured("stored", () -> {
                    try (InputStream tar = fixture.host.readVolume(data.name(), fixture.installation)) {
                        return repository.write(
                                new Origin(fixture.installation, "/shop/large", clock.instant()), tar, Progress.NONE);
                    }
                });
                assertThat(written.tree().files()).isEqualTo(FILES + 3);

                other.run(new CreateVolume(data));
                Filling filling = new Filling(other, fixture.installation);
                Tree sent = measured(
                        "restored",
                        () -> filling.fill(
                                data.name(),
                                (tar, progress) -> repository.restore(written.id(), Set.of(), tar, progress),
                                Progress.NONE));
                assertThat(sent.hash()).isEqualTo(written.tree().hash());
                Tree arrived = measured("read back", () -> filling.measure(data.name(), Progress.NONE));
                assertThat(arrived.hash()).isEqualTo(written.tree().hash());
                assertThat(arrived.bytes()).isEqualTo(written.tree().bytes());
            }
        } finally {
            fixture.host.run(new RemoveVolume(data.name(), fixture.installation));
            fixture.close();
        }
    }

    /** Something that takes long. */
    @FunctionalInterface
    private interface Step<R> {
        R run() throws Exception;
    }

    private static <R> R measured(String what, Step<R> step) throws Exception {
        long begin = System.nanoTime();
        R result = step.run();
        if (LONG) {
            String memory = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .findFirst()
                    .orElseThrow();
            System.out.println(what + " in "
                    + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s; most memory so far: " + memory);
        }
        return result;
    }

    private static Path mountpoint(String volume) {
        return Path.of(volume.replaceAll("(?s).*\"Mountpoint\":\"([^\"]+)\".*", "$1"));
    }

    private static void shell(Path directory, String script) throws Exception {
        Process process = new ProcessBuilder("bash", "-euc", script)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as(script).isZero();
    }
}
