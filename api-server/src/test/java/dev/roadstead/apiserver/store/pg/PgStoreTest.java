package dev.roadstead.apiserver.store.pg;

import static dev.roadstead.apiserver.store.TestObjects.commit;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.delete;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static dev.roadstead.apiserver.store.TestObjects.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.CompactedException;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.Snapshot;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class PgStoreTest {
    private SharedPostgres postgres;
    private PgStoreConfig config;
    private PgStore store;

    @BeforeEach
    void open(SharedPostgres shared) throws Exception {
        postgres = shared;
        config = postgres.newDatabase();
        store = PgStore.open(postgres.vertx(), config);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aNameIsCreatedOnce() {
        commit(store, creation(key("a")));

        assertThat(store.write(creation(key("a")))).isEqualTo(new WriteResult.AlreadyExists());
    }

    @Test
    void anUpdateNeedsUidAndRevision() {
        Write.Create created = creation(key("a"));
        long revision = commit(store, created);
        Write.Create other = new Write.Create(created.key(), "another uid", created.body());

        assertThat(store.write(update(created, revision + 1, Map.of()))).isEqualTo(new WriteResult.Conflict());
        assertThat(store.write(update(other, revision, Map.of()))).isEqualTo(new WriteResult.Conflict());
        assertThat(commit(store, update(created, revision, Map.of()))).isEqualTo(revision + 1);
        assertThat(store.write(update(created, revision, Map.of()))).isEqualTo(new WriteResult.Conflict());
    }

    @Test
    void aDeletionNeedsUidAndRevisionAndFreesTheName() {
        Write.Create created = creation(key("a"));
        long revision = commit(store, created);

        assertThat(store.write(delete(created, revision - 1))).isEqualTo(new WriteResult.Conflict());
        commit(store, delete(created, revision));
        assertThat(store.write(delete(created, revision))).isEqualTo(new WriteResult.Conflict());
        commit(store, creation(key("a")));
    }

    @Test
    void whatIsAbsentCanNeitherBeUpdatedNorDeleted() {
        Write.Create never = creation(key("never"));

        assertThat(store.write(update(never, 1, Map.of()))).isEqualTo(new WriteResult.Conflict());
        assertThat(store.write(delete(never, 1))).isEqualTo(new WriteResult.Conflict());
    }

    @Test
    void refusedWritesUseNoRevision() {
        long revision = commit(store, creation(key("a")));
        store.write(creation(key("a")));

        assertThat(store.currentRevision()).isEqualTo(revision);
        assertThat(commit(store, creation(key("b")))).isEqualTo(revision + 1);
    }

    @Test
    void aSoleWriterKnowsTheRevisionOfTheLastCommit() {
        long before = commit(store, creation(key("a")));

        try (PgStore alone = PgStore.open(postgres.vertx(), config.exclusive())) {
            assertThat(alone.currentRevision()).isEqualTo(before);
            long created = commit(alone, creation(key("b")));
            assertThat(alone.currentRevision()).isEqualTo(created);
            alone.write(creation(key("b")));
            assertThat(alone.currentRevision()).isEqualTo(created);
            assertThat(alone.snapshot().revision()).isEqualTo(created);
        }
    }

    @Test
    void theLogAndTheSnapshotTellTheSame() {
        Write.Create a = creation(key("a"), Map.of("l", "1"));
        Write.Create b = creation(new ObjectKey("nodes", "", "b"));
        long before = store.currentRevision();
        long created = commit(store, a);
        commit(store, b);
        long updated = commit(store, update(a, created, Map.of("l", "2")));
        long deleted = commit(store, delete(a, updated));

        List<Change> changes = store.changesAfter(before, 100);
        assertThat(changes)
                .extracting(Change::type)
                .containsExactly(Change.Type.ADDED, Change.Type.ADDED, Change.Type.MODIFIED, Change.Type.DELETED);
        assertThat(changes).extracting(Change::revision).isSorted().endsWith(deleted);
        assertThat(changes.getFirst().object().body()).isEqualTo(a.body());
        assertThat(store.changesAfter(created, 1)).hasSize(1);
        assertThat(store.changesAfter(deleted, 10)).isEmpty();

        Snapshot snapshot = store.snapshot();
        assertThat(snapshot.revision()).isEqualTo(deleted);
        assertThat(snapshot.objects()).extracting(StoredObject::key).containsExactly(b.key());
    }

    @Test
    void aSnapshotOfManyPagesIsComplete() throws Exception {
        writeAtOnce(IntStream.range(0, 1234)
                .<Write>mapToObj(i -> creation(key("n" + i)))
                .toList());

        assertThat(store.snapshot().objects()).hasSize(1234);
    }

    @Test
    void writesOfOneKeyInOneMomentHappenOneAfterTheOther() throws Exception {
        List<WriteResult> results = writeAtOnce(IntStream.range(0, 50)
                .<Write>mapToObj(i -> creation(key("same")))
                .toList());

        assertThat(results).filteredOn(WriteResult.Committed.class::isInstance).hasSize(1);
        assertThat(results)
                .filteredOn(WriteResult.AlreadyExists.class::isInstance)
                .hasSize(49);
    }

    @Test
    void aWriteThatTheDatabaseRefusesFailsAlone() throws Exception {
        Write.Create good = creation(key("good"));
        Write.Create poison = new Write.Create(key("nul\0"), "uid", good.body());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<WriteResult>> before = submit(callers, many("before"));
            Future<WriteResult> refused = callers.submit(() -> store.write(poison));
            List<Future<WriteResult>> after = submit(callers, many("after"));

            assertThatThrownBy(refused::get)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("22021");
            assertThat(results(before)).allMatch(WriteResult.Committed.class::isInstance);
            assertThat(results(after)).allMatch(WriteResult.Committed.class::isInstance);
        }
    }

    @Test
    void aThousandReadersAtOnceAllLearnTheRevision() throws Exception {
        long revision = commit(store, creation(key("a")));
        List<Callable<Long>> readers = Collections.nCopies(1000, store::currentRevision);

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Long> read : callers.invokeAll(readers)) {
                assertThat(read.get()).isEqualTo(revision);
            }
        }
    }

    @Test
    void revisionsHaveNoHolesUnderConcurrentWriters() throws Exception {
        long before = store.currentRevision();
        List<Write> writes = new ArrayList<>(many("a"));
        writes.addAll(many("a")); // half of these are refused
        writeAtOnce(writes);

        List<Long> revisions =
                store.changesAfter(before, 1000).stream().map(Change::revision).toList();
        assertThat(revisions)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 100).mapToObj(i -> before + i).toList());
    }

    @Test
    void aCommitOfAnotherServerIsAHint() throws Exception {
        try (PgStore other = PgStore.open(postgres.vertx(), config)) {
            long revision = commit(other, creation(key("a")));
            while (store.changesAfter(revision - 1, 1).isEmpty()) {
                store.awaitHint(Duration.ofSeconds(10));
            }
            other.awaitHint(Duration.ofMillis(1));
            Thread writer = Thread.ofVirtual().start(() -> commit(store, creation(key("b"))));
            long start = System.nanoTime();
            while (other.changesAfter(revision, 1).isEmpty()) {
                other.awaitHint(Duration.ofSeconds(10));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            writer.join();
        }
    }

    @Test
    void compactedChangesAreRefusedNotSkipped() throws Exception {
        store.close();
        store = PgStore.open(
                postgres.vertx(),
                SharedPostgres.with(config, config.database(), config.writeDeadline(), Duration.ofMillis(200)));
        long before = store.currentRevision();
        long revision = commit(store, creation(key("a")));

        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        CompactedException compacted = null;
        while (compacted == null && System.nanoTime() < deadline) {
            try {
                store.changesAfter(before, 10);
                store.awaitHint(Duration.ofMillis(20));
            } catch (CompactedException e) {
                compacted = e;
            }
        }
        assertThat(compacted).isNotNull();
        assertThat(store.changesAfter(revision, 10)).isEmpty();
        assertThat(store.snapshot().objects()).hasSize(1);
    }

    @Test
    void aFollowerThatHasSeenADeletionMayRestUntilItIsCompacted() throws Exception {
        store.close();
        store = PgStore.open(postgres.vertx(), config.keeping(Duration.ofMillis(200), Duration.ofDays(1)));
        long before = store.snapshot().revision();
        Write.Create gone = creation(key("gone"));
        long deleted = commit(store, delete(gone, commit(store, gone)));
        assertThat(store.changesAfter(before, 10)).hasSize(2);

        Eventually.await("swept", () -> postgres.count(config, "change") == 0);

        assertThat(store.changesAfter(deleted, 10)).isEmpty();
    }

    @Test
    void aDatabaseThatWasSetBackIsNotFollowed() throws Exception {
        long revision = store.snapshot().revision();
        assertThatThrownBy(() -> store.changesAfter(revision + 5, 10)).isInstanceOf(CompactedException.class);

        SharedPostgres.execute(postgres.vertx(), config, "UPDATE revision SET epoch = epoch + 1");
        assertThatThrownBy(() -> store.changesAfter(revision, 10)).isInstanceOf(CompactedException.class);
        store.snapshot();
        assertThat(store.changesAfter(revision, 10)).isEmpty();
    }

    @Test
    void aHistoryThatWentAnotherWayIsNotFollowed() throws Exception {
        long before = store.currentRevision();
        long followed = commit(store, creation(key("lost")));
        assertThat(store.changesAfter(before, 10)).hasSize(1);
        assertThat(store.changesAfter(followed, 10)).isEmpty();

        // As a failover that lost the commit, after which another server has written on.
        SharedPostgres.execute(
                postgres.vertx(),
                config,
                "DELETE FROM object; DELETE FROM change; UPDATE revision SET value = " + before);
        try (PgStore other = PgStore.open(postgres.vertx(), config)) {
            commit(other, creation(key("a")));
            commit(other, creation(key("b")));
        }

        assertThatThrownBy(() -> store.changesAfter(followed, 10)).isInstanceOf(CompactedException.class);
        assertThat(store.snapshot().objects()).hasSize(2);
    }

    @Test
    void compactionKeepsWhatThePresentIsMadeOfAndNothingElse() throws Exception {
        store.close();
        store = PgStore.open(postgres.vertx(), config.keeping(Duration.ofMillis(200), Duration.ofDays(1)));
        Write.Create kept = creation(key("kept"));
        long revision = commit(store, kept);
        for (int i = 0; i < 3; i++) {
            revision = commit(store, update(kept, revision, Map.of("i", Integer.toString(i))));
        }
        Write.Create gone = creation(key("gone"));
        commit(store, delete(gone, commit(store, gone)));

        Eventually.await("swept", () -> postgres.count(config, "change") == 1);
        assertThat(store.snapshot().objects())
                .extracting(StoredObject::revision)
                .containsExactly(revision);
        commit(store, update(kept, revision, Map.of()));
        Eventually.await("swept again", () -> postgres.count(config, "change") == 1);
    }

    private static List<Write> many(String prefix) {
        return IntStream.range(0, 100)
                .<Write>mapToObj(i -> creation(key(prefix + i)))
                .toList();
    }

    private List<WriteResult> writeAtOnce(List<Write> writes) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            return results(submit(callers, writes));
        }
    }

    private List<Future<WriteResult>> submit(ExecutorService callers, List<Write> writes) {
        return writes.stream()
                .map(write -> callers.submit((Callable<WriteResult>) () -> store.write(write)))
                .toList();
    }

    private static List<WriteResult> results(List<Future<WriteResult>> futures) throws Exception {
        List<WriteResult> results = new ArrayList<>();
        for (Future<WriteResult> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
