package dev.roadstead.apiserver.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.TestObjects;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.testkit.Eventually;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Below a directory that other users cannot enter, as root's home is, with a path too long for a socket's name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // unpacking takes seconds: once is enough
class EmbeddedPostgresTest {
    private final Vertx vertx = Vertx.vertx();
    private Path closed;
    private Path dataDir;

    @BeforeAll
    void makeDirectory() throws IOException {
        closed = Files.createTempDirectory(
                Path.of(System.getProperty("user.home")),
                "roadstead-test-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        dataDir = Files.createDirectories(closed.resolve("x".repeat(100))).resolve("data");
    }

    @AfterAll
    void cleanUp() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        Trees.delete(closed);
    }

    @Test
    void itSurvivesItsOwner() throws Exception {
        Write.Create boat = TestObjects.creation(TestObjects.key("boat"));
        EmbeddedPostgres first = EmbeddedPostgres.start(dataDir);
        try (PgStore store = PgStore.open(vertx, first.storeConfig())) {
            TestObjects.commit(store, boat);
        }
        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in use by another Roadstead server");
        assertThat(Files.getPosixFilePermissions(dataDir.resolve("postgres.password")))
                .isEqualTo(Trees.permissions("rw-------"));
        assertThat(Files.getPosixFilePermissions(Path.of(first.storeConfig().host())))
                .isEqualTo(Trees.permissions("rwx------"));

        first.abandon();
        assertThat(isAlive(first)).isTrue();
        EmbeddedPostgres second = EmbeddedPostgres.start(dataDir);
        assertThat(isAlive(first)).isFalse();

        second.abandon();
        ProcessHandle.of(second.pid()).orElseThrow().destroyForcibly();
        // What a killed process may leave: half of an unpacked archive, and a lock file with a number of another
        // process.
        Files.createDirectories(dataDir.resolve("postgres/unpacking/bin"));
        Files.createDirectories(dataDir.resolve("pgdata.initializing"));
        long start = System.nanoTime();
        EmbeddedPostgres third = EmbeddedPostgres.start(dataDir);
        System.out.println("recovered in " + Duration.ofNanos(System.nanoTime() - start));
        try (PgStore store = PgStore.open(vertx, third.storeConfig())) {
            assertThat(store.snapshot().objects())
                    .anyMatch(object -> object.uid().equals(boat.uid()));
        }
        long stop = System.nanoTime();
        third.close();
        assertThat(Duration.ofNanos(System.nanoTime() - stop)).isLessThan(Duration.ofSeconds(3));
        // It has ended, but counts as alive until the JVM has taken its exit code.
        Eventually.await("the process is gone", () -> !isAlive(third));
    }

    @Test
    void aServerThatDiesIsStartedAgain() throws Exception {
        Write.Create barge = TestObjects.creation(TestObjects.key("barge"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataDir);
                PgStore store = PgStore.open(vertx, postgres.storeConfig())) {
            TestObjects.commit(store, barge);
            long killed = postgres.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();

            Eventually.await(
                    "the store answers again",
                    Duration.ofSeconds(20),
                    () -> store.snapshot().objects(),
                    objects -> objects.stream().anyMatch(object -> object.uid().equals(barge.uid())));
            assertThat(postgres.pid()).isNotEqualTo(killed);
        }
    }

    @Test
    void aFailedStartSaysWhyAndLeavesNothingRunning() throws Exception {
        try (EmbeddedPostgres once = EmbeddedPostgres.start(dataDir)) {
            assertThat(isAlive(once)).isTrue();
        }
        Files.writeString(dataDir.resolve("pgdata/postgresql.conf"), "nonsense = on\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(dataDir))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nonsense");

        Files.writeString(dataDir.resolve("pgdata/postgresql.conf"), "");
        EmbeddedPostgres.start(dataDir).close();
    }

    private static boolean isAlive(EmbeddedPostgres postgres) {
        return ProcessHandle.of(postgres.pid()).map(ProcessHandle::isAlive).orElse(false);
    }
}
