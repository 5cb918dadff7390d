package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.OwnEngine;
import dev.roadstead.testkit.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Data that a container writes without a pause is backed up, restored in its place, given back, and moved to another engine;
 * the server is killed in the middle (I5, I14). No number that was said to be written is ever missing.
 */
@ExtendWith(Installation.Shared.class)
@Timeout(240)
class RestoreTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    private static OwnEngine second;
    private static Path store;
    private static String node = "";
    private static String repository = "";

    @BeforeAll
    static void start(Installation roadstead) throws IOException {
        second = OwnEngine.start();
        TestImages.busybox(second.socket(), "roadstead-e2e/web", "1");
        store = Files.createTempDirectory("roadstead-e2e-store");
        String ns = roadstead.namespace("restore-node");
        node = "second-" + ns;
        repository = "repo-" + ns;
        expect(
                roadstead,
                "second.yaml",
                ns,
                "name",
                node,
                "socket",
                second.socket().toString());
        expect(roadstead, "repository.yaml", ns, "name", repository, "path", store.toString());
        roadstead.kubectl("wait", "node/" + node, "brepo/" + repository, "--for=condition=Ready", "--timeout=60s");
    }

    @AfterAll
    static void stop(Installation roadstead) {
        roadstead.kubectl("delete", "node", node, "--timeout=60s");
        roadstead.kubectl("delete", "brepo", repository, "--timeout=60s");
        second.close();
    }

    @Test
    void whatWasBackedUpTakesThePlaceOfTheDataAndIsGivenBack(Installation roadstead) throws Exception {
        String ns = counting(roadstead, "swap");
        backUp(roadstead, ns, "first");
        exec(roadstead, "local", ns, "echo late > /data/late");

        roadstead.roadstead("volume", "restore", "data", "--backup", "first", "--swap", "--namespace", ns, "--wait");
        roadstead.waitReady(ns, "counter");
        assertThat(exec(roadstead, "local", ns, "ls /data"))
                .doesNotContain("late")
                .contains("log");
        requireNoGap(exec(roadstead, "local", ns, "cat /data/log"));

        // Killed in the middle, it is the old data or the new, and ends by itself.
        String kept = dockerVolume(roadstead, ns, "data");
        roadstead.roadstead("volume", "restore", "data", "--undo", "--namespace", ns);
        Eventually.await(
                "containers are stopped, or it was too quick for that to be seen",
                SOON,
                () -> roadstead
                                .kubectl("get", "ctr", "-n", ns, "-o", "jsonpath={.items[*].spec.quiesce.by}")
                                .contains("VolumeRestore")
                        || !dockerVolume(roadstead, ns, "data").equals(kept));
        roadstead.server().kill();
        roadstead.server().start();
        Eventually.await(
                "the old data is back",
                SOON,
                () -> !dockerVolume(roadstead, ns, "data").equals(kept));
        roadstead.waitReady(ns, "counter");
        assertThat(exec(roadstead, "local", ns, "cat /data/late")).containsExactly("late");
        Eventually.await(
                "the restore has ended",
                SOON,
                () -> roadstead.kubectl("get", "vrs", "-n", ns, "-o", "jsonpath={.items[*].status.phase}"),
                "Completed Completed"::equals);
        delete(roadstead, ns);
    }

    @Test
    @Tag("long")
    void aBackupBecomesANewVolumeOnAnotherEngineAndWhatCannotBeRestoredSaysWhy(Installation roadstead) {
        String ns = counting(roadstead, "copy");
        exec(roadstead, "local", ns, "mkdir /data/etc; echo yes > /data/etc/conf; ln -s etc/conf /data/link");
        backUp(roadstead, ns, "first");

        roadstead.roadstead(
                "volume", "restore", "copy", "--backup", "first", "--node", node, "--namespace", ns, "--wait");
        roadstead.kubectl("wait", "vol/copy", "-n", ns, "--for=condition=Ready", "--timeout=30s");
        assertThat(roadstead.kubectl("get", "vol/copy", "-n", ns, "-o", "jsonpath={.status.nodeName}"))
                .isEqualTo(node);
        roadstead.roadstead(
                "volume", "restore", "part", "--backup", "first", "--path", "etc", "--namespace", ns, "--wait");

        assertThatThrownBy(() -> roadstead.roadstead(
                        "volume", "restore", "data", "--backup", "first", "--namespace", ns, "--wait"))
                .hasMessageContaining("There is a Volume data already");
        assertThatThrownBy(() -> roadstead.roadstead(
                        "volume", "restore", "other", "--backup", "nightly", "--namespace", ns, "--wait"))
                .hasMessageContaining("There is no VolumeBackup nightly");
        delete(roadstead, ns);
    }

    @Test
    @Tag("long")
    void aVolumeMovesUnderARunningApplicationAndNoWriteIsLost(Installation roadstead) throws Exception {
        String ns = counting(roadstead, "move");
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        try (Following _ = new Following(container(roadstead, "local", ns), acknowledged)) {
            roadstead.roadstead("volume", "move", "data", "--to", node, "--namespace", ns);
            Eventually.await(
                    "containers are stopped",
                    SOON,
                    () -> roadstead
                            .kubectl("get", "ctr", "-n", ns, "-o", "jsonpath={.items[*].spec.quiesce.by}")
                            .contains("Volume/data"));
            roadstead.server().kill();
            roadstead.server().start();
            Eventually.await(
                    "the data is on the other node",
                    SOON,
                    () -> roadstead.kubectl("get", "vol", "data", "-n", ns, "-o", "jsonpath={.status.nodeName}"),
                    node::equals);
        }
        Eventually.await(
                "it runs there", SOON, () -> !container(roadstead, node, ns).isEmpty());
        roadstead.waitReady(ns, "counter");
        List<String> log = exec(roadstead, node, ns, "cat /data/log");
        assertThat(acknowledged).isNotEmpty();
        assertThat(log).containsAll(acknowledged);
        requireNoGap(log);
        assertThat(container(roadstead, "local", ns)).isEmpty();

        List<String> told = roadstead.roadstead("volume", "move", "data", "--to", "local", "--namespace", ns, "--wait");
        assertThat(told).anyMatch(line -> line.contains("found the same"));
        roadstead.waitReady(ns, "counter");
        assertThat(exec(roadstead, "local", ns, "cat /data/log")).containsAll(log);
        delete(roadstead, ns);
    }

    @Test
    void aWholeProjectComesBackInAnotherNamespaceAndOnAnotherEngine(Installation roadstead) {
        String ns = counting(roadstead, "project");
        expect(roadstead, "namespacebackup.yaml", ns, "name", "whole", "repository", repository);
        roadstead.kubectl("wait", "nbk/whole", "-n", ns, "--for=condition=Complete", "--timeout=90s");
        String copy = ns + "-copy";
        List<String> planned = roadstead.roadstead(
                "restore", "namespace", copy, "--backup", "whole", "--from", ns, "--node", node, "--dry-run");
        assertThat(planned).anyMatch(line -> line.startsWith("Volume data on node " + node + " from backup "));
        assertThat(planned).contains("Application counter").last().asString().contains("nothing was made");
        assertThat(roadstead.tryKubectl("get", "namespace", copy).exitCode()).isNotZero();

        roadstead.roadstead("restore", "namespace", copy, "--backup", "whole", "--from", ns, "--node", node);
        roadstead.waitReady(copy, "counter");
        List<String> log = exec(roadstead, node, copy, "cat /data/log");
        requireNoGap(log);
        assertThat(log.stream().map(line -> line.split(" ", -1)[1]).distinct())
                .as("written by the old container, then by the new one")
                .hasSize(2);
        assertThat(roadstead.kubectl("get", "secret", "keys", "-n", copy, "-o", "jsonpath={.data.a}"))
                .isEqualTo("Yg==");

        assertThatThrownBy(() -> roadstead.roadstead("restore", "namespace", copy, "--backup", "whole", "--from", ns))
                .hasMessageContaining("has these already")
                .hasMessageContaining("Volume data");
        delete(roadstead, ns);
        delete(roadstead, copy);
        roadstead.kubectl("delete", "namespace", copy, "--timeout=60s");
    }

    @Test
    @Tag("long")
    void aRepositoryThatIsFullFailsTheBackupAndHarmsNothing(Installation roadstead) throws Exception {
        Path disk = Files.createTempDirectory("roadstead-e2e-disk");
        shell("mount -t tmpfs -o size=24m none " + disk);
        String ns = counting(roadstead, "full");
        String full = "full-" + ns;
        try {
            expect(roadstead, "repository.yaml", ns, "name", full, "path", disk + "/store");
            roadstead.kubectl("wait", "brepo/" + full, "--for=condition=Ready", "--timeout=60s");
            backUp(roadstead, ns, "small", full);
            exec(roadstead, "local", ns, "head -c 40000000 /dev/urandom > /data/large");
            expect(roadstead, "backup-of-data.yaml", ns, "name", "large", "repository", full);
            roadstead.kubectl("wait", "vbk/large", "-n", ns, "--for=jsonpath={.status.phase}=Failed", "--timeout=60s");
            assertThat(roadstead.kubectl(
                            "get",
                            "vbk/large",
                            "-n",
                            ns,
                            "-o",
                            "jsonpath={.status.conditions[?(@.type==\"Uploaded\")].reason} {.status.message}"))
                    .startsWith("RepositoryFull ")
                    .contains("Make room there");
            roadstead.waitReady(ns, "counter");

            roadstead.roadstead("volume", "restore", "copy", "--backup", "small", "--namespace", ns, "--wait");
            shell("mount -o remount,size=150m " + disk);
            backUp(roadstead, ns, "again", full);
            requireNoGap(exec(roadstead, "local", ns, "cat /data/log"));
        } finally {
            delete(roadstead, ns);
            roadstead.tryKubectl("delete", "brepo", full, "--timeout=60s");
            shell("umount -l " + disk);
        }
    }

    private static void shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).inheritIO().start();
        assertThat(process.waitFor()).as(command).isZero();
    }

    private static String counting(Installation roadstead, String prefix) {
        String ns = roadstead.namespace(prefix);
        expect(roadstead, "counter.yaml", ns, "image", Installation.IMAGE_1);
        roadstead.waitReady(ns, "counter");
        return ns;
    }

    private static void backUp(Installation roadstead, String ns, String name) {
        backUp(roadstead, ns, name, repository);
    }

    private static void backUp(Installation roadstead, String ns, String name, String repository) {
        expect(roadstead, "backup-of-data.yaml", ns, "name", name, "repository", repository);
        roadstead.kubectl("wait", "vbk/" + name, "-n", ns, "--for=condition=Verified", "--timeout=60s");
    }

    private static void expect(Installation roadstead, String manifest, String ns, String... replacements) {
        var applied = roadstead.apply(manifest, ns, replacements);
        assertThat(applied.exitCode()).as(applied.stderr()).isZero();
    }

    private static void delete(Installation roadstead, String ns) {
        roadstead.kubectl("delete", "app", "--all", "-n", ns, "--timeout=60s");
        roadstead.kubectl("delete", "vbk", "--all", "-n", ns, "--timeout=60s");
        roadstead.kubectl("delete", "vol", "--all", "-n", ns, "--timeout=60s");
    }

    private static String dockerVolume(Installation roadstead, String ns, String volume) {
        return roadstead.kubectl("get", "vol", volume, "-n", ns, "-o", "jsonpath={.status.dockerVolume}");
    }

    /** The id of the container that runs; empty when none does. */
    private static String container(Installation roadstead, String on, String ns) {
        return String.join(" ", docker(roadstead, on, "ps", "-q", "--filter", "label=roadstead.dev/namespace=" + ns));
    }

    private static List<String> exec(Installation roadstead, String on, String ns, String command) {
        Eventually.await(
                "a container of " + ns + " runs on " + on,
                Duration.ofSeconds(60),
                () -> !container(roadstead, on, ns).isEmpty());
        return docker(roadstead, on, "exec", container(roadstead, on, ns), "sh", "-c", command);
    }

    private static List<String> docker(Installation roadstead, String on, String... arguments) {
        return on.equals("local")
                ? roadstead.docker(arguments)
                : roadstead.docker(Stream.concat(Stream.of("-H", "unix://" + second.socket()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** A number that is missing was overwritten by an older state of the file. */
    private static void requireNoGap(List<String> log) {
        List<Integer> numbers = log.stream()
                .map(line -> Integer.valueOf(line.split(" ", -1)[0]))
                .toList();
        assertThat(numbers)
                .isEqualTo(IntStream.rangeClosed(1, numbers.size()).boxed().toList());
    }
}
