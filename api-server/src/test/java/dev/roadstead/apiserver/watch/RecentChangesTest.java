package dev.roadstead.apiserver.watch;

import static dev.roadstead.apiserver.store.TestObjects.RESOURCE;
import static dev.roadstead.apiserver.store.TestObjects.commit;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.delete;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static dev.roadstead.apiserver.store.TestObjects.update;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a cache that has just started knows of the time before. */
@ExtendWith(WithPostgres.class)
class RecentChangesTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final ObjectFilter RED =
            object -> "red".equals(object.labels().get("color"));

    private static WatchCacheConfig remembering(int changes) {
        return new WatchCacheConfig(100, 1 << 20, changes, 500, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void aWatcherOfTheTimeBeforeGoesOn(SharedPostgres postgres) throws Exception {
        PgStoreConfig config = postgres.newDatabase();
        try (PgStore store = PgStore.open(postgres.vertx(), config)) {
            Write.Create old = creation(key("old"), Map.of("color", "red"));
            long first = commit(store, old);
            Write.Create boat = creation(key("boat"), Map.of("color", "red"));
            long created = commit(store, boat);
            long painted = commit(store, update(boat, created, Map.of("color", "blue")));
            long sunk = commit(store, delete(boat, painted));
            long repainted = commit(store, update(old, first, Map.of("color", "blue")));
            try (WatchCache cache = WatchCache.start(store, remembering(4))) {
                try (Subscription all = cache.subscribe(RESOURCE, null, ObjectFilter.ALL, first)) {
                    expect(all, Change.Type.ADDED, created);
                    expect(all, Change.Type.MODIFIED, painted);
                    expect(all, Change.Type.DELETED, sunk);
                    expect(all, Change.Type.MODIFIED, repainted);
                    expect(all, Change.Type.ADDED, commit(store, creation(key("new"))));
                }
                // Whether "old" was red before it was painted is not known any more.
                assertThatThrownBy(() -> cache.subscribe(RESOURCE, null, RED, created))
                        .isInstanceOf(ExpiredRevisionException.class);
                try (Subscription red = cache.subscribe(RESOURCE, null, RED, repainted)) {
                    expect(red, Change.Type.ADDED, commit(store, creation(key("red"), Map.of("color", "red"))));
                }
                assertThatThrownBy(() -> cache.subscribe(RESOURCE, null, ObjectFilter.ALL, first - 1))
                        .isInstanceOf(ExpiredRevisionException.class);
                assertThatThrownBy(() -> cache.listAt(painted, RESOURCE, Range.of(null), ObjectFilter.ALL))
                        .isInstanceOf(ExpiredRevisionException.class);
                assertThat(cache.listAt(repainted, RESOURCE, Range.of(null), ObjectFilter.ALL)
                                .items())
                        .hasSize(1);
            }
        }
    }

    @Test
    void nobodyGoesOnFromBeforeARestoredState(SharedPostgres postgres) throws Exception {
        PgStoreConfig config = postgres.newDatabase();
        try (PgStore store = PgStore.open(postgres.vertx(), config)) {
            long before = commit(store, creation(key("kept")));
            SharedPostgres.execute(
                    postgres.vertx(), config, "UPDATE revision SET epoch = epoch + 1, value = value + 100");
            long after = commit(store, creation(key("new")));
            try (WatchCache cache = WatchCache.start(store, remembering(1000))) {
                assertThatThrownBy(() -> cache.subscribe(RESOURCE, null, ObjectFilter.ALL, before + 1))
                        .isInstanceOf(ExpiredRevisionException.class);
                try (Subscription subscription = cache.subscribe(RESOURCE, null, ObjectFilter.ALL, after - 1)) {
                    expect(subscription, Change.Type.ADDED, after);
                }
            }
        }
    }

    /** Large changes of the time before would fill the heap before the server has started. */
    @Test
    void noMoreIsReadThanTheWindowHolds(SharedPostgres postgres) throws Exception {
        try (PgStore store = PgStore.open(postgres.vertx(), postgres.newDatabase())) {
            List<Long> revisions = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Map<String, String> large = Map.of("large", "x".repeat(3 << 20));
                revisions.add(commit(store, creation(key("object-" + i), large)));
            }
            long newest = revisions.getLast();

            RecentChanges two = RecentChanges.upTo(store, newest, 100, 7 << 20);
            assertThat(two.changes()).extracting(Change::revision).isEqualTo(revisions.subList(6, 8));
            assertThat(two.start()).isEqualTo(revisions.get(5));
            assertThat(RecentChanges.upTo(store, newest, 100, 64 << 20).changes())
                    .extracting(Change::revision)
                    .containsAll(revisions);

            store.awaitHint(Duration.ZERO); // of the commits
            List<Change> some = store.changesAfter(revisions.getFirst() - 1, 100);
            assertThat(some).extracting(Change::revision).isEqualTo(revisions.subList(0, 6));
            long asked = System.nanoTime();
            store.awaitHint(SOON);
            assertThat(Duration.ofNanos(System.nanoTime() - asked))
                    .as("there is more")
                    .isLessThan(SOON);
            assertThat(store.changesAfter(some.getLast().revision(), 100)).hasSize(2);
        }
    }

    private static void expect(Subscription subscription, Change.Type type, long revision) throws InterruptedException {
        WatchEvent event = requireNonNull(subscription.poll(SOON), "no event came");
        assertThat(event.type()).isEqualTo(type);
        assertThat(event.object().revision()).isEqualTo(revision);
    }
}
