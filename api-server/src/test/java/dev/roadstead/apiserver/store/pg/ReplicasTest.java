package dev.roadstead.apiserver.store.pg;

import static dev.roadstead.apiserver.store.TestObjects.RESOURCE;
import static dev.roadstead.apiserver.store.TestObjects.commit;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static dev.roadstead.apiserver.store.TestObjects.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.watch.Subscription;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.apiserver.watch.WatchCacheConfig;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** I2 with three API servers and nothing between them but one database, with LISTEN and without. */
@ExtendWith(WithPostgres.class)
class ReplicasTest {
    private static final int SERVERS = 3;
    private static final int WRITERS = 4;
    private static final int WRITES = 100;
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<PgStore> stores = new ArrayList<>();
    private final List<WatchCache> caches = new ArrayList<>();

    private void open(SharedPostgres postgres, boolean listen) throws Exception {
        PgStoreConfig config = postgres.newDatabase().listening(listen);
        for (int i = 0; i < SERVERS; i++) {
            stores.add(PgStore.open(postgres.vertx(), config));
            caches.add(WatchCache.start(stores.getLast(), WatchCacheConfig.defaults()));
        }
    }

    @AfterEach
    void close() {
        caches.forEach(WatchCache::close);
        stores.forEach(PgStore::close);
    }

    @Test
    void everyServerTellsEveryChangeOnceAndInOrder(SharedPostgres postgres) throws Exception {
        open(postgres, true);
        everyServerTellsEveryChange();
    }

    @Test
    void everyServerTellsEveryChangeWithoutListen(SharedPostgres postgres) throws Exception {
        open(postgres, false);
        everyServerTellsEveryChange();
    }

    private void everyServerTellsEveryChange() throws Exception {
        long before = stores.getFirst().currentRevision();
        List<Subscription> watches = new ArrayList<>();
        for (WatchCache cache : caches) {
            watches.add(cache.subscribe(RESOURCE, null, object -> true, before));
        }
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < SERVERS * WRITERS; i++) {
                int writer = i;
                writers.add(callers.submit(() -> writeAndUpdate(stores.get(writer % SERVERS), writer)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        int changes = SERVERS * WRITERS * WRITES * 2;
        for (Subscription watch : watches) {
            assertThat(revisions(watch, changes))
                    .containsExactlyElementsOf(LongStream.rangeClosed(before + 1, before + changes)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void whatOneServerAcknowledgedTheOthersReadAtOnce(SharedPostgres postgres) throws Exception {
        open(postgres, false); // no hint will come: asking for the revision has to be enough
        for (int i = 0; i < 5; i++) {
            Write.Create write = creation(key("n" + i));
            commit(stores.get(i % SERVERS), write);
            for (int reader = 0; reader < SERVERS; reader++) {
                long revision = stores.get(reader).currentRevision();
                assertThat(caches.get(reader).awaitRevision(revision, SOON)).isTrue();
                assertThat(caches.get(reader).get(write.key())).isNotNull();
            }
        }
    }

    @Test
    void ofServersThatMeetOverOneObjectOneSucceeds(SharedPostgres postgres) throws Exception {
        open(postgres, true);
        Write.Create created = creation(key("contended"));
        long revision = commit(stores.getFirst(), created);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<WriteResult>> updates = new ArrayList<>();
            for (PgStore store : stores) {
                updates.add(() -> store.write(update(created, revision, Map.of())));
            }
            long committed = 0;
            for (Future<WriteResult> result : callers.invokeAll(updates)) {
                committed += result.get() instanceof WriteResult.Committed ? 1 : 0;
            }
            assertThat(committed).isEqualTo(1);
        }
    }

    private static void writeAndUpdate(PgStore store, int writer) {
        for (int i = 0; i < WRITES; i++) {
            Write.Create created = creation(key("w" + writer + "-" + i));
            long revision = commit(store, created);
            commit(store, update(created, revision, Map.of("l", "v")));
        }
    }

    private static List<Long> revisions(Subscription watch, int expected) throws Exception {
        List<Long> revisions = new ArrayList<>();
        while (revisions.size() < expected) {
            int before = revisions.size();
            WatchEvent event =
                    Objects.requireNonNull(watch.poll(SOON), () -> "after " + before + " of " + expected + " events");
            revisions.add(event.object().revision());
        }
        assertThat(watch.poll(Duration.ofMillis(50))).isNull();
        return revisions;
    }
}
