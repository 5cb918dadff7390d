package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.Kubectl;
import dev.roadstead.testkit.TestEngine;
import dev.roadstead.testkit.TestImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's machine lost its disk: everything comes back from a repository, and what ran was never touched. */
@Tag("long")
class DisasterDrillTest {
    private static final String NS =
            "drill-" + Long.toString(ProcessHandle.current().pid(), 36);
    private static final String IMAGE = "roadstead-e2e/web";

    @TempDir
    private Path home;

    private String installation = "";

    @AfterEach
    void sweep() throws Exception {
        String ours = "label=roadstead.dev/managed-by=" + installation;
        for (String id : docker("ps", "-aq", "--filter", ours)) {
            docker("rm", "-f", id);
        }
        for (String name : docker("volume", "ls", "-q", "--filter", ours)) {
            docker("volume", "rm", name);
        }
        for (String id : docker("network", "ls", "-q", "--filter", ours)) {
            docker("network", "rm", id);
        }
    }

    @Test
    void aServerComesBackFromItsBackupAndFindsItsContainersRunning() throws Exception {
        TestImages.busybox(TestEngine.socket(), IMAGE, "1");
        TestImages.busybox(TestEngine.socket(), IMAGE, "2");
        Path data = home.resolve("data");
        Path copies = home.resolve("copies");
        List<String> before;
        String token;
        try (ServerProcess server = new ServerProcess(data).start()) {
            Kubectl kubectl = kubectl(server, "first");
            installation = ok(kubectl, "get", "ns", "roadstead-system", "-o", "jsonpath={.metadata.uid}");
            apply(kubectl, application(IMAGE + ":1"));
            ok(kubectl, "wait", "-n", NS, "--for=condition=Ready", "--timeout=60s", "app/web");
            apply(kubectl, database());
            ok(kubectl, "wait", "-n", NS, "--for=condition=Ready", "--timeout=60s", "app/db");
            ok(kubectl, "create", "secret", "generic", "-n", NS, "db", "--from-literal=password=s3cret");
            apply(kubectl, repository(copies));
            ok(kubectl, "wait", "--for=condition=Ready", "--timeout=60s", "brepo/safe");
            String password = ok(
                    kubectl,
                    "get",
                    "secret",
                    "-n",
                    "roadstead-system",
                    "backup-safe",
                    "-o",
                    "jsonpath={.data.password}");
            Files.write(home.resolve("key"), Base64.getDecoder().decode(password));
            token = Files.readString(data.resolve("tokens/admin.token"));
            before = containers();
            assertThat(before).hasSize(3);

            assertThat(roadstead(data, "backup", "server", "--repository", "safe"))
                    .last()
                    .asString()
                    .contains("read back and found right");
            server.kill();
        }
        delete(data);

        assertThat(roadstead(
                        data,
                        "restore",
                        "server",
                        "--repository",
                        copies.toString(),
                        "--password-file",
                        home.resolve("key").toString()))
                .last()
                .asString()
                .matches("[0-9]+ objects are back in " + data + "; start the server with '.*roadstead up'");

        try (ServerProcess server = new ServerProcess(data).start()) {
            Kubectl kubectl = kubectl(server, "second");
            assertThat(ok(kubectl, "get", "ns", "roadstead-system", "-o", "jsonpath={.metadata.uid}"))
                    .isEqualTo(installation);
            assertThat(Files.readString(data.resolve("tokens/admin.token"))).isEqualTo(token);
            assertThat(ok(kubectl, "get", "secret", "-n", NS, "db", "-o", "jsonpath={.data.password}"))
                    .isEqualTo(Base64.getEncoder().encodeToString("s3cret".getBytes(StandardCharsets.UTF_8)));
            // A change that touches no container shows that the controllers are at work before the containers are
            // looked at.
            ok(kubectl, "create", "configmap", "-n", NS, "later", "--from-literal=a=b");
            apply(kubectl, application(IMAGE + ":1").replace("replicas: 2", "replicas: 3"));
            Eventually.await(
                    "a third container runs",
                    Duration.ofSeconds(60),
                    this::containersUnchecked,
                    now -> now.size() == 4);
            assertThat(containers()).as("those that ran were not touched").containsAll(before);

            apply(kubectl, application(IMAGE + ":2").replace("replicas: 2", "replicas: 3"));
            Eventually.await(
                    "the change is rolled out",
                    Duration.ofSeconds(90),
                    () -> run(
                            kubectl,
                            "get",
                            "app",
                            "web",
                            "-n",
                            NS,
                            "-o",
                            "jsonpath={.status.currentRelease} {.status.rollout.phase} {.status.replicas}"),
                    "2 Complete 3"::equals);
            assertThat(containers()).hasSize(4);
            List<String> database = docker(
                    "ps",
                    "-q",
                    "--filter",
                    "label=roadstead.dev/namespace=" + NS,
                    "--filter",
                    "label=roadstead.dev/application=db");
            assertThat(docker("exec", database.getFirst(), "cat", "/data/rows"))
                    .as("its container was started once")
                    .containsExactly("precious");
            ok(kubectl, "delete", "ns", NS, "--timeout=60s");
        }
    }

    private static String application(String image) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %1$s}
                ---
                apiVersion: roadstead.dev/v1
                kind: Application
                metadata: {name: web, namespace: %1$s}
                spec:
                  replicas: 2
                  template:
                    image: %2$s
                    command: [sleep, "100000"]
                    stopGracePeriod: 1s
                """.formatted(NS, image);
    }

    /** Keeps the same image through the whole drill. */
    private static String database() {
        return """
                apiVersion: roadstead.dev/v1
                kind: Volume
                metadata: {name: data, namespace: %1$s}
                spec: {reclaimPolicy: Delete}
                ---
                apiVersion: roadstead.dev/v1
                kind: Application
                metadata: {name: db, namespace: %1$s}
                spec:
                  strategy: {type: Recreate}
                  template:
                    image: %2$s:1
                    command: [sh, -c, "echo precious >> /data/rows; exec sleep 100000"]
                    volumes: [{mountPath: /data, volume: data}]
                    stopGracePeriod: 1s
                """.formatted(NS, IMAGE);
    }

    private static String repository(Path path) {
        return """
                apiVersion: roadstead.dev/v1
                kind: BackupRepository
                metadata: {name: safe}
                spec: {local: {path: %s}}
                """.formatted(path);
    }

    /** Ids and begins of those that run. */
    private List<String> containers() throws Exception {
        List<String> found = docker("ps", "-q", "--no-trunc", "--filter", "label=roadstead.dev/namespace=" + NS);
        return found.isEmpty()
                ? List.of()
                : docker(Stream.concat(Stream.of("inspect", "-f", "{{.Id}} {{.State.StartedAt}}"), found.stream())
                        .toArray(String[]::new));
    }

    private List<String> containersUnchecked() {
        try {
            return containers();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Kubectl kubectl(ServerProcess server, String name) throws Exception {
        return Kubectl.find(server.kubeconfig(), Files.createDirectory(home.resolve(name)));
    }

    private static void apply(Kubectl kubectl, String manifest) throws Exception {
        Kubectl.Result result = kubectl.runWithInput(manifest, "apply", "-f", "-");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    private static String ok(Kubectl kubectl, String... arguments) throws Exception {
        Kubectl.Result result = kubectl.runWithInput("", arguments);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }

    private static String run(Kubectl kubectl, String... arguments) {
        try {
            return kubectl.runWithInput("", arguments).stdout();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> docker(String... arguments) throws Exception {
        return program(Path.of("."), "docker", arguments);
    }

    private static List<String> roadstead(Path data, String... arguments) throws Exception {
        return program(
                data, Path.of(System.getProperty("project.root"), "roadstead").toString(), arguments);
    }

    private static List<String> program(Path data, String program, String... arguments) throws Exception {
        ProcessBuilder command = new ProcessBuilder(Stream.concat(Stream.of(program), Arrays.stream(arguments))
                        .toList())
                .redirectErrorStream(true);
        command.environment().put("ROADSTEAD_HOME", data.toString());
        Process process = command.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    /** The killed server's database notices by itself that its folder is gone; what it writes meanwhile goes too. */
    private static void delete(Path folder) {
        Eventually.await(folder + " is gone", Duration.ofSeconds(30), () -> {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
                return true;
            } catch (IOException e) {
                return !Files.exists(folder);
            }
        });
    }
}
