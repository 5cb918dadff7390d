package dev.roadstead.apiserver.watch;

import static dev.roadstead.apiserver.store.TestObjects.RESOURCE;
import static dev.roadstead.apiserver.store.TestObjects.commit;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.delete;
import static dev.roadstead.apiserver.store.TestObjects.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import dev.roadstead.apiserver.watch.WatchValidator.Seen;
import dev.roadstead.apiserver.watch.WatchValidator.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * I2 under churn: watchers with and without selectors, that are slow, that come back all the time, that lose their place
 * and list again, on two servers of one database. A short run by default; {@code make torture-watch} for a long one.
 */
@ExtendWith(WithPostgres.class)
class WatchTortureTest {
    private static final int CHANGES = Integer.getInteger("roadstead.torture.changes", 6_000);
    private static final int WRITERS = 64;
    private static final int WINDOW = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> COLORS = List.of("red", "green", "blue");

    private static final ObjectFilter RED =
            object -> "red".equals(object.labels().get("color"));

    @Test
    void everyWatcherSeesWhatHappened(SharedPostgres postgres) throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        PgStoreConfig config = postgres.newDatabase();
        WatchCacheConfig bounds =
                new WatchCacheConfig(WINDOW, 64L << 20, WINDOW, 500, Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (PgStore first = PgStore.open(postgres.vertx(), config);
                PgStore second = PgStore.open(postgres.vertx(), config);
                WatchCache here = WatchCache.start(first, bounds);
                WatchCache there = WatchCache.start(second, bounds);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = first.currentRevision();
            long end = start + (long) CHANGES / WRITERS * WRITERS;
            Map<Watcher, Future<List<Segment>>> watchers = new LinkedHashMap<>();
            for (WatchCache cache : List.of(here, there)) {
                for (Selection selection : List.of(
                        new Selection(null, ObjectFilter.ALL),
                        new Selection(null, RED),
                        new Selection("n1", ObjectFilter.ALL),
                        new Selection("n2", RED))) {
                    for (int slowness : List.of(0, 1, 30)) {
                        Watcher watcher =
                                new Watcher(cache, selection, slowness, end, new Random(seed + watchers.size()));
                        watchers.put(watcher, threads.submit(watcher::follow));
                    }
                }
            }
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Random random = new Random(seed - i);
                ResourceStore store = i % 2 == 0 ? first : second;
                String prefix = "w" + i + "-";
                writers.add(threads.submit(() -> write(store, prefix, random)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            WatchValidator validator = new WatchValidator(changes(first, start));
            for (Map.Entry<Watcher, Future<List<Segment>>> watcher : watchers.entrySet()) {
                validator.validate(
                        watcher.getKey().selection, watcher.getValue().get());
            }
            assertThat(watchers.keySet().stream().mapToInt(watcher -> watcher.lostPlaces))
                    .as("some watchers were so slow that they lost their places")
                    .anyMatch(lost -> lost > 0);
        }
    }

    private static List<Change> changes(ResourceStore store, long after) {
        List<Change> all = new ArrayList<>();
        long from = after;
        for (List<Change> some = store.changesAfter(from, 1000); !some.isEmpty(); ) {
            all.addAll(some);
            from = some.getLast().revision();
            some = store.changesAfter(from, 1000);
        }
        return all;
    }

    /** Creates, paints and deletes objects of its own. */
    private static void write(ResourceStore store, String prefix, Random random) {
        List<Write.Create> created = new ArrayList<>();
        List<Long> revisions = new ArrayList<>();
        for (int i = 0; i < CHANGES / WRITERS; i++) {
            int what = random.nextInt(10);
            Map<String, String> color = Map.of("color", COLORS.get(random.nextInt(COLORS.size())));
            if (created.isEmpty() || what < 3) {
                ObjectKey key = new ObjectKey(RESOURCE, "n" + random.nextInt(4), prefix + i);
                created.add(creation(key, color));
                revisions.add(commit(store, created.getLast()));
            } else {
                int which = random.nextInt(created.size());
                long revision = revisions.get(which);
                if (what < 8) {
                    revisions.set(which, commit(store, update(created.get(which), revision, color)));
                } else {
                    revisions.remove(which);
                    commit(store, delete(created.remove(which), revision));
                }
            }
        }
    }

    /** Lists, watches, disconnects at random and comes back, and lists again when it has lost its place. */
    private static final class Watcher {
        private final WatchCache cache;
        private final Selection selection;
        private final int slowness;
        private final long end;
        private final Random random;
        private int lostPlaces;

        Watcher(WatchCache cache, Selection selection, int slowness, long end, Random random) {
            this.cache = cache;
            this.selection = selection;
            this.slowness = slowness;
            this.end = end;
            this.random = random;
        }

        List<Segment> follow() throws InterruptedException {
            List<Segment> segments = new ArrayList<>();
            while (segments.isEmpty() || segments.getLast().reached() < end) {
                segments.add(segment());
            }
            return segments;
        }

        private Segment segment() throws InterruptedException {
            Listing listing = cache.list(RESOURCE, Range.of(selection.namespace()), selection.filter());
            Map<ObjectKey, Long> listed = new TreeMap<>();
            listing.items().forEach(object -> listed.put(object.key(), object.revision()));
            List<Seen> events = new ArrayList<>();
            long reached = listing.revision();
            try {
                while (reached < end) {
                    reached = watch(events, reached);
                }
            } catch (LostPlace lost) {
                lostPlaces++;
                reached = lost.reached;
            }
            return new Segment(listing.revision(), listed, events, reached);
        }

        /** One connection; returns the revision from which the next one goes on. */
        private long watch(List<Seen> events, long from) throws InterruptedException {
            long reached = from;
            try (Subscription subscription =
                    cache.subscribe(RESOURCE, selection.namespace(), selection.filter(), from)) {
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                for (int left = 1 + random.nextInt(400); left > 0 && reached < end; left--) {
                    WatchEvent event = subscription.poll(Duration.ofMillis(20));
                    if (event != null) {
                        events.add(Seen.of(event));
                        reached = event.object().revision();
                    }
                    long bookmark = subscription.deliveredRevision();
                    assertThat(bookmark).isGreaterThanOrEqualTo(reached);
                    reached = bookmark;
                    if (slowness > 0) {
                        Thread.sleep(random.nextInt(slowness)); // the slowness is what is tested
                    }
                    assertThat(System.nanoTime()).as("the watch makes progress").isLessThan(deadline);
                }
                return reached;
            } catch (SlowWatcherException | ExpiredRevisionException e) {
                throw new LostPlace(reached);
            }
        }
    }

    private static final class LostPlace extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long reached;

        LostPlace(long reached) {
            super(null, null, false, false);
            this.reached = reached;
        }
    }
}
