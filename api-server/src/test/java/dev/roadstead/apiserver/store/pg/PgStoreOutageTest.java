package dev.roadstead.apiserver.store.pg;

import static dev.roadstead.apiserver.store.TestObjects.commit;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.EmbeddedPostgres;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchCacheConfig;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** I1 and I3, on a server of its own that is stopped and killed. */
@ExtendWith(WithPostgres.class)
class PgStoreOutageTest {
    private static final Path DATA_DIR = Path.of("target", "test-postgres-outage");
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /** The pool's, the committer's, the subscriber's, the compactor's, and the test's own. */
    private static final int MOST_CONNECTIONS = 8;

    private final Vertx vertx = Vertx.vertx();
    private EmbeddedPostgres postgres;
    private PgStoreConfig config;
    private PgStore store;

    @BeforeEach
    void start(SharedPostgres unpacked) throws Exception {
        // As closed as the directory that the link leads into: so the server keeps the right to follow it.
        FileAttribute<?> closed = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Path binaries = Files.createDirectories(DATA_DIR, closed).resolve("postgres");
        if (!Files.exists(binaries)) {
            Files.createSymbolicLink(binaries, unpacked.binaries());
        }
        postgres = EmbeddedPostgres.start(DATA_DIR);
        PgStoreConfig database = SharedPostgres.newDatabase(vertx, postgres.storeConfig(), "outage");
        config = SharedPostgres.with(database, database.database(), Duration.ofSeconds(2), database.retention());
        store = PgStore.open(vertx, config);
    }

    @AfterEach
    void stop() throws Exception {
        store.close();
        vertx.close().await(10, TimeUnit.SECONDS);
        postgres.close();
    }

    @Test
    void withoutADatabaseEverythingFailsSoonAndComesBackByItself() throws Exception {
        try (WatchCache cache = WatchCache.start(store, WatchCacheConfig.defaults())) {
            postgres.close();
            long down = System.nanoTime();
            assertThatThrownBy(() -> store.write(creation(unique()))).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(store::currentRevision).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(store::snapshot).isInstanceOf(StoreUnavailableException.class);
            assertThat(since(down)).isLessThan(RECOVERY);

            postgres = EmbeddedPostgres.start(DATA_DIR);
            long up = System.nanoTime();
            Write.Create write = creation(unique());
            long revision = commitWithin(write, RECOVERY);
            assertThat(cache.awaitRevision(revision, RECOVERY)).isTrue();
            assertThat(since(up)).isLessThan(RECOVERY);
            assertThat(cache.get(write.key())).isNotNull();
        }
    }

    @Test
    void acknowledgedWritesSurviveAKillAndGroupsAreWhole() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicBoolean stopped = new AtomicBoolean();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                writers.add(callers.submit(() -> writeUntil(stopped, acknowledged)));
            }
            while (acknowledged.size() < 1000) {
                Thread.onSpinWait();
            }
            ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
            postgres.close();
            stopped.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }

        postgres = EmbeddedPostgres.start(DATA_DIR);
        commitWithin(creation(unique()), RECOVERY);
        Set<String> stored =
                store.snapshot().objects().stream().map(StoredObject::uid).collect(Collectors.toSet());
        assertThat(stored).containsAll(acknowledged);
        assertLogMatchesObjects();
    }

    @Test
    void aFrozenDatabaseMeetsDeadlinesAndAFullQueueRefusesAtOnce() throws Exception {
        signal("STOP");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WriteResult>> waiting = new ArrayList<>();
            for (int i = 0; i < 6000; i++) {
                waiting.add(callers.submit(() -> store.write(creation(unique()))));
            }
            long refusedAtOnce = 0;
            for (Future<WriteResult> write : waiting) {
                assertThatThrownBy(write::get).cause().isInstanceOf(StoreUnavailableException.class);
                if (String.valueOf(write.exceptionNow().getMessage()).contains("too many")) {
                    refusedAtOnce++;
                }
            }
            assertThat(refusedAtOnce).isBetween(1000L, 1950L);
        } finally {
            signal("CONT");
        }
        commitWithin(creation(unique()), RECOVERY);
        assertLogMatchesObjects();
    }

    @Test
    void connectionsThatCameTooLateAreClosed() throws Exception {
        PgConnections connections = new PgConnections(vertx, config);
        signal("STOP");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> attempts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                attempts.add(callers.submit(connections::open));
            }
            for (Future<?> attempt : attempts) {
                assertThatThrownBy(attempt::get).cause().isInstanceOf(StoreUnavailableException.class);
            }
        } finally {
            signal("CONT");
        }
        commitWithin(creation(unique()), RECOVERY);

        long start = System.nanoTime();
        while (connectionsToTheDatabase() > MOST_CONNECTIONS) {
            assertThat(since(start)).isLessThan(RECOVERY);
        }
    }

    /** Those of the store, and the one that counts. */
    private long connectionsToTheDatabase() throws Exception {
        PgConnection connection = new PgConnections(vertx, config).open();
        try {
            return connection
                    .query("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
                    .execute()
                    .await(10, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getLong(0);
        } finally {
            connection.close().await(10, TimeUnit.SECONDS);
        }
    }

    /** Stops or continues the server's processes, as a frozen machine would; the postmaster first: it makes others. */
    private void signal(String name) throws Exception {
        ProcessHandle postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
        assertThat(kill(name, postmaster)).isZero();
        for (ProcessHandle child : postmaster.children().toList()) {
            kill(name, child); // may have ended by itself
        }
    }

    private static int kill(String name, ProcessHandle process) throws Exception {
        return new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Every change was applied to its object, and no object has a state that is not in the log. */
    private void assertLogMatchesObjects() {
        List<StoredObject> objects = store.snapshot().objects();
        List<Long> logged = store.changesAfter(1, Integer.MAX_VALUE).stream()
                .map(Change::revision)
                .toList();
        assertThat(logged).hasSize((int) (store.currentRevision() - 1));
        assertThat(objects).extracting(StoredObject::revision).containsExactlyInAnyOrderElementsOf(logged);
    }

    private void writeUntil(AtomicBoolean stopped, Set<String> acknowledged) {
        while (!stopped.get()) {
            Write.Create write = creation(unique());
            try {
                commit(store, write);
                acknowledged.add(write.uid());
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageNotContaining("password");
            }
        }
    }

    private long commitWithin(Write write, Duration atMost) {
        long start = System.nanoTime();
        while (true) {
            try {
                return commit(store, write);
            } catch (StoreUnavailableException e) {
                assertThat(since(start)).as(e.getMessage()).isLessThan(atMost);
            }
        }
    }

    private static ObjectKey unique() {
        return key(UUID.randomUUID().toString());
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
