package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Manifest;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.ProgramImages;
import dev.roadstead.testkit.TestEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real PostgreSQL and a real Redis that are written to without a pause are backed up and restored: every write that was
 * acknowledged before the backup is there. The server is killed in the middle of backups: containers run, and nothing half
 * is listed (I13).
 */
@ExtendWith(Installation.Shared.class)
class BackupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Each costs a start of the server; {@code -Dtorture.backups=true} (make torture-backups) kills it at all of them. */
    private static final List<String> STAGES = Boolean.getBoolean("torture.backups")
            ? List.of("Containers are being paused", "Its files are", "the containers go on", "It is read back")
            : List.of("Its files are");

    private static final String PSQL = "/usr/lib/postgresql/15/bin/psql -q -h /tmp -U app";
    private static final String REDIS = "redis-cli -s /tmp/redis.sock";

    private static String ns = "";
    private static String store = "";
    private static Path directory = Path.of("");

    @BeforeAll
    static void start(Installation roadstead) throws Exception {
        ProgramImages.postgresql(TestEngine.socket(), "roadstead-e2e/postgresql", "15");
        ProgramImages.redis(TestEngine.socket(), "roadstead-e2e/redis", "7");
        ns = roadstead.namespace("backup");
        store = "store-" + ns;
        directory = Files.createTempDirectory("roadstead-e2e-store");
        expect(roadstead, "repository.yaml", "name", store, "path", directory.toString());
        expect(roadstead, "postgresql.yaml", "name", "pg", "repository", store);
        expect(roadstead, "redis.yaml", "name", "cache", "repository", store);
        roadstead.kubectl("wait", "brepo/" + store, "--for=condition=Ready", "--timeout=60s");
        roadstead.waitReady(ns, "pg");
        roadstead.waitReady(ns, "cache");
        exec(roadstead, "pg", PSQL + " -c 'create table rows(n int primary key)' app");
    }

    @AfterAll
    static void delete(Installation roadstead) {
        roadstead.kubectl("delete", "app", "--all", "-n", ns, "--timeout=60s");
        roadstead.kubectl("delete", "vbk", "--all", "-n", ns, "--timeout=60s");
        roadstead.kubectl("delete", "vol", "--all", "-n", ns, "--timeout=60s");
        roadstead.kubectl("delete", "brepo", store);
        roadstead
                .docker("volume", "ls", "-q", "--filter", "label=roadstead.dev/namespace=" + ns)
                .forEach(volume -> roadstead.docker("volume", "rm", volume));
    }

    @Test
    void everyAcknowledgedRowOfDatabasesUnderLoadIsInTheirBackups(Installation roadstead) throws Exception {
        try (WriteLoad rows =
                        new WriteLoad(container(roadstead, "pg"), PSQL + " -c \"insert into rows values ($i)\" app");
                WriteLoad pushes =
                        new WriteLoad(container(roadstead, "cache"), REDIS + " RPUSH pushes $i >/dev/null")) {
            Eventually.await("both write", PATIENCE, () -> rows.acknowledged() > 20 && pushes.acknowledged() > 20);
            backUp(roadstead, "pg", "pg-loaded");
            backUp(roadstead, "cache", "cache-loaded");
            awaitPhase(roadstead, "pg-loaded", "Completed");
            awaitPhase(roadstead, "cache-loaded", "Completed");
            assertThat(rows.beforePause()).as("rows before the pause").isGreaterThan(20);
            assertThat(pushes.beforePause()).as("pushes before the pause").isGreaterThan(20);
            assertThat(rows.acknowledged()).as("it went on").isGreaterThan(rows.beforePause());

            restore(roadstead, "pg-loaded", "pg2");
            restore(roadstead, "cache-loaded", "cache2");
            expect(roadstead, "postgresql.yaml", "name", "pg2", "repository", store);
            expect(roadstead, "redis.yaml", "name", "cache2", "repository", store);
            roadstead.waitReady(ns, "pg2");
            roadstead.waitReady(ns, "cache2");

            assertThat(number(exec(roadstead, "pg2", PSQL + " -At -c 'select count(*) from rows' app")))
                    .isGreaterThanOrEqualTo(rows.beforePause());
            assertThat(number(exec(roadstead, "pg2", PSQL + " -At -c 'select max(n) - count(*) from rows' app")))
                    .as("holes")
                    .isZero();
            assertThat(number(exec(roadstead, "cache2", REDIS + " LLEN pushes")))
                    .isGreaterThanOrEqualTo(pushes.beforePause());
            assertThat(exec(roadstead, "pg2", "ls /data"))
                    .as("the hook's dump is in it")
                    .contains("dump");
            assertThat(exec(roadstead, "pg", "ls /data"))
                    .as("and was tidied up")
                    .doesNotContain("dump");
        }
    }

    @Test
    void killedInTheMiddleOfABackupContainersRunAndNothingHalfIsListed(Installation roadstead) throws Exception {
        for (String stage : STAGES) {
            String name = "killed-" + Integer.toHexString(stage.hashCode());
            backUp(roadstead, "pg", name);
            Eventually.await(
                    "a backup of which is said: " + stage,
                    PATIENCE,
                    () -> field(roadstead, name, "{.status.phase} {.status.message}"),
                    said -> said.contains(stage) || said.startsWith("Completed"));

            roadstead.server().kill();
            roadstead.server().start();

            awaitPhase(roadstead, name, "Completed");
            assertThat(roadstead.docker(
                            "inspect", "-f", "{{.State.Running}} {{.State.Paused}}", container(roadstead, "pg")))
                    .containsExactly("true false");
        }
        Map<String, Long> listed;
        try (Archives archives = Archives.open(roadstead, store, directory)) {
            listed = archives.listed().stream().collect(Collectors.groupingBy(Manifest::id, Collectors.counting()));
        }
        List<String> known = List.of(roadstead
                .kubectl("get", "vbk", "-n", ns, "-o", "jsonpath={.items[?(@.status.phase==\"Completed\")].status.id}")
                .split(" "));
        assertThat(listed.keySet()).containsExactlyInAnyOrderElementsOf(known);
    }

    private static void restore(Installation roadstead, String backup, String volume) {
        roadstead.roadstead("volume", "restore", volume, "--backup", backup, "--namespace", ns, "--wait");
    }

    private static void backUp(Installation roadstead, String volume, String name) {
        expect(roadstead, "volumebackup.yaml", "name", name, "volume", volume);
    }

    private static void awaitPhase(Installation roadstead, String backup, String phase) {
        Eventually.await(
                "backup " + backup + " is " + phase,
                PATIENCE,
                () -> field(roadstead, backup, "{.status.phase} {.status.message}"),
                said -> said.startsWith(phase));
    }

    private static String field(Installation roadstead, String backup, String path) {
        return roadstead
                .tryKubectl("get", "vbk", backup, "-n", ns, "-o", "jsonpath=" + path)
                .stdout();
    }

    private static String container(Installation roadstead, String application) {
        return roadstead
                .docker("ps", "-q", "--no-trunc", "--filter", "name=^" + ns + "." + application + ".1.0$")
                .getFirst();
    }

    private static String exec(Installation roadstead, String application, String command) {
        return String.join("\n", roadstead.docker("exec", container(roadstead, application), "sh", "-c", command));
    }

    private static int number(String text) {
        return Integer.parseInt(text.strip());
    }

    private static void expect(Installation roadstead, String manifest, String... replacements) {
        var result = roadstead.apply(manifest, ns, replacements);
        assertThat(result.exitCode()).as(manifest + ": " + result.stderr()).isZero();
    }
}
