package dev.roadstead.apiserver.store.pg;

import static dev.roadstead.apiserver.store.TestObjects.body;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.audit.AuditVerifier;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.EmbeddedPostgres;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.testkit.Eventually;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * I1 while PostgreSQL is killed again and again: many callers of two stores fight over a few objects, and what they were
 * told must be linearizable and durable. {@code -Dtorture.kills=N} makes it longer (make torture-store).
 */
@ExtendWith(WithPostgres.class)
class StoreTortureTest {
    private static final Path DATA_DIR = Path.of("target", "test-postgres-torture");
    private static final int KILLS = Integer.getInteger("torture.kills", 1);
    private static final int CALLERS = 8;
    private static final int OBJECTS = 6;
    private static final int BETWEEN_KILLS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();
    private final long seed = Long.getLong("torture.seed", System.nanoTime());
    private final History history = new History();
    private EmbeddedPostgres postgres;
    private PgStoreConfig config;

    @BeforeEach
    void start(SharedPostgres unpacked) throws Exception {
        Path binaries = Files.createDirectories(
                        DATA_DIR, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .resolve("postgres");
        if (!Files.exists(binaries)) {
            Files.createSymbolicLink(binaries, unpacked.binaries());
        }
        postgres = EmbeddedPostgres.start(DATA_DIR);
        config = SharedPostgres.newDatabase(vertx, postgres.storeConfig(), "torture");
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        postgres.close();
    }

    @Test
    void acknowledgedOperationsAreLinearizableAndDurable() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        try (PgStore one = PgStore.open(vertx, config);
                PgStore other = PgStore.open(vertx, config)) {
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    PgStore store = i % 2 == 0 ? one : other;
                    Random random = new Random(seed + i);
                    running.add(callers.submit(() -> fight(store, random, stopped)));
                }
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitAcknowledged((kill + 1) * BETWEEN_KILLS);
                    ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly();
                    postgres.close();
                    postgres = EmbeddedPostgres.start(DATA_DIR);
                }
                awaitAcknowledged((KILLS + 1) * BETWEEN_KILLS);
                stopped.set(true);
                for (Future<?> caller : running) {
                    caller.get();
                }
            }
            List<Change> log = completeLog(one);
            assertThat(log).extracting(Change::revision).isSorted().doesNotHaveDuplicates();
            history.check(log);
            assertThat(new AuditVerifier(one.auditLog()).verify())
                    .isInstanceOfSatisfying(
                            AuditVerifier.Verdict.Intact.class,
                            intact -> assertThat(intact.entries()).isEqualTo(log.size()));
        } catch (AssertionError e) {
            throw new AssertionError("-Dtorture.seed=" + seed, e);
        }
    }

    private void awaitAcknowledged(int writes) {
        Eventually.await(
                writes + " acknowledged writes, seed " + seed, PATIENCE, () -> history.acknowledged() >= writes);
    }

    private void fight(PgStore store, Random random, AtomicBoolean stopped) {
        Map<Integer, Write.Create> known = new java.util.HashMap<>();
        Map<Integer, Long> revisions = new java.util.HashMap<>();
        while (!stopped.get()) {
            int object = random.nextInt(OBJECTS);
            Write write = next(random, object, known.get(object), revisions.get(object));
            long begun = System.nanoTime();
            WriteResult result = attempt(store, write);
            history.add(write, begun, result);
            if (result instanceof WriteResult.Committed(long revision) && !(write instanceof Write.Delete)) {
                if (write instanceof Write.Create create) {
                    known.put(object, create);
                }
                revisions.put(object, revision);
            } else {
                known.remove(object);
                learn(store, object, known, revisions, random);
            }
        }
    }

    /** What somebody else made of the object, now and then: updates and deletions meet then. */
    private static void learn(
            PgStore store, int object, Map<Integer, Write.Create> known, Map<Integer, Long> revisions, Random random) {
        if (random.nextInt(3) > 0) {
            return;
        }
        try {
            store.snapshot().objects().stream()
                    .filter(stored -> stored.key().equals(key("o" + object)))
                    .forEach(stored -> {
                        known.put(object, new Write.Create(stored.key(), stored.uid(), stored.body()));
                        revisions.put(object, stored.revision());
                    });
        } catch (StoreUnavailableException e) {
            // The database is away, which is the point.
        }
    }

    private static Write next(Random random, int object, Write.@Nullable Create known, @Nullable Long revision) {
        if (known == null || revision == null) {
            return creation(key("o" + object));
        }
        byte[] body = body(known.key(), Map.of("n", Integer.toString(random.nextInt())), 10);
        return random.nextInt(4) == 0
                ? new Write.Delete(known.key(), known.uid(), revision, body)
                : new Write.Update(known.key(), known.uid(), revision, body);
    }

    private static @Nullable WriteResult attempt(PgStore store, Write write) {
        try {
            return store.write(write, record(write));
        } catch (StoreUnavailableException unknown) {
            return null;
        }
    }

    private static List<Change> completeLog(PgStore store) {
        List<Change> log = new ArrayList<>();
        List<Change> page;
        do {
            page = store.changesAfter(log.isEmpty() ? 1 : log.getLast().revision(), 1000);
            log.addAll(page);
        } while (!page.isEmpty());
        return log;
    }

    private static AuditRecord record(Write write) {
        String name = write.key().name();
        return new AuditRecord(
                Instant.now(),
                UUID.randomUUID().toString(),
                "u",
                "",
                "",
                "",
                "update",
                "r",
                "",
                name,
                "",
                200,
                false,
                List.of());
    }
}
