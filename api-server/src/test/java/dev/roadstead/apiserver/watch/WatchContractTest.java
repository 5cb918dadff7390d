package dev.roadstead.apiserver.watch;

import static dev.roadstead.apiserver.store.TestObjects.RESOURCE;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.delete;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static dev.roadstead.apiserver.store.TestObjects.update;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** I2: every watcher sees every committed change once, in revision order, whoever wrote it. */
@ExtendWith(WithPostgres.class)
class WatchContractTest {
    private static final int WRITERS = 256;
    private static final int CHANGES_OF_EACH = 80;
    private static final int TOTAL = WRITERS * CHANGES_OF_EACH;

    @Test
    void everyWatcherSeesEveryChangeOnceAndInOrder(SharedPostgres postgres) throws Exception {
        PgStoreConfig config = postgres.newDatabase();
        WatchCacheConfig bounds = new WatchCacheConfig(
                2 * TOTAL, 256L << 20, 2 * TOTAL, 500, Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (PgStore first = PgStore.open(postgres.vertx(), config);
                PgStore second = PgStore.open(postgres.vertx(), config);
                WatchCache here = WatchCache.start(first, bounds);
                WatchCache there = WatchCache.start(second, bounds);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = first.currentRevision();
            long end = start + TOTAL;
            List<Future<List<WatchEvent>>> watchers = List.of(
                    threads.submit(() -> follow(here, start, end)),
                    threads.submit(() -> follow(here, start, end)),
                    threads.submit(() -> follow(there, start, end)),
                    threads.submit(() -> reconnectAllTheTime(here, start, end)),
                    threads.submit(() -> reconnectAllTheTime(there, start, end)));

            long seed = System.nanoTime();
            System.out.println("seed " + seed);
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Writer writer = new Writer(i % 2 == 0 ? first : second, i, new Random(seed + i));
                writers.add(threads.submit(writer));
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isEqualTo(CHANGES_OF_EACH);
            }

            Listing list = listAt(here, end);
            assertThat(revisions(listAt(there, end).items())).isEqualTo(revisions(list.items()));
            for (Future<List<WatchEvent>> watcher : watchers) {
                List<WatchEvent> seen = watcher.get();
                assertThat(seen)
                        .extracting(event -> event.object().revision())
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(start + 1, end).boxed().toList());
                assertThat(revisions(replayed(seen))).isEqualTo(revisions(list.items()));
            }
        }
    }

    private static List<WatchEvent> follow(WatchCache cache, long start, long end) throws Exception {
        List<WatchEvent> seen = new ArrayList<>();
        try (Subscription subscription = cache.subscribe(RESOURCE, null, object -> true, start)) {
            while (seen.isEmpty() || seen.getLast().object().revision() < end) {
                WatchEvent event = requireNonNull(subscription.poll(Duration.ofSeconds(20)), "no event came");
                seen.add(event);
                assertThat(subscription.deliveredRevision())
                        .isGreaterThanOrEqualTo(event.object().revision());
            }
        }
        return seen;
    }

    /** Continues from the revision that a bookmark would have carried. */
    private static List<WatchEvent> reconnectAllTheTime(WatchCache cache, long start, long end) throws Exception {
        List<WatchEvent> seen = new ArrayList<>();
        Random random = new Random(start);
        long from = start;
        while (from < end) {
            try (Subscription subscription = cache.subscribe(RESOURCE, "default", object -> true, from)) {
                for (int i = random.nextInt(300); i >= 0 && from < end; i--) {
                    WatchEvent event = requireNonNull(subscription.poll(Duration.ofSeconds(20)), "no event came");
                    seen.add(event);
                    from = subscription.deliveredRevision();
                }
            }
        }
        return seen;
    }

    private static Listing listAt(WatchCache cache, long revision) throws InterruptedException {
        assertThat(cache.awaitRevision(revision, Duration.ofSeconds(20))).isTrue();
        return cache.list(RESOURCE, Range.of(null), ObjectFilter.ALL);
    }

    private static List<CachedObject> replayed(List<WatchEvent> events) {
        Map<ObjectKey, CachedObject> state = new TreeMap<>();
        for (WatchEvent event : events) {
            if (event.type() == Change.Type.DELETED) {
                assertThat(state.remove(event.object().key())).isNotNull();
            } else {
                CachedObject before = state.put(event.object().key(), event.object());
                assertThat(before == null).isEqualTo(event.type() == Change.Type.ADDED);
            }
        }
        return List.copyOf(state.values());
    }

    private static Map<ObjectKey, Long> revisions(List<CachedObject> objects) {
        Map<ObjectKey, Long> revisions = new HashMap<>();
        objects.forEach(object -> revisions.put(object.key(), object.revision()));
        return revisions;
    }

    /** Creates, updates and deletes objects of its own at random. */
    private record Writer(ResourceStore store, int number, Random random) implements Callable<Integer> {
        @Override
        public Integer call() {
            List<Write.Create> created = new ArrayList<>();
            List<Long> revisions = new ArrayList<>();
            int changes = 0;
            for (; changes < CHANGES_OF_EACH; changes++) {
                int what = random.nextInt(10);
                if (created.isEmpty() || what < 3) {
                    Write.Create write = creation(key("w" + number + "-" + changes));
                    created.add(write);
                    revisions.add(committed(write));
                } else {
                    int which = random.nextInt(created.size());
                    if (what < 8) {
                        long revision = revisions.get(which);
                        revisions.set(which, committed(update(created.get(which), revision, Map.of())));
                    } else {
                        committed(delete(created.remove(which), revisions.remove(which)));
                    }
                }
            }
            return changes;
        }

        private long committed(Write write) {
            WriteResult result = store.write(write);
            assertThat(result).as("%s", write.key()).isInstanceOf(WriteResult.Committed.class);
            return ((WriteResult.Committed) result).revision();
        }
    }
}
