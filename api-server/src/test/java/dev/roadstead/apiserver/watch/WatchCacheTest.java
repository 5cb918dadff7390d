package dev.roadstead.apiserver.watch;

import static dev.roadstead.apiserver.store.TestObjects.RESOURCE;
import static dev.roadstead.apiserver.store.TestObjects.body;
import static dev.roadstead.apiserver.store.TestObjects.commit;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.delete;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static dev.roadstead.apiserver.store.TestObjects.update;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.Extent;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class WatchCacheTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration NOW = Duration.ZERO;
    private static final WatchCacheConfig BOUNDS =
            new WatchCacheConfig(5, 10_000, 5, 500, Duration.ofSeconds(1), Duration.ofSeconds(1));

    private SharedPostgres postgres;
    private PgStoreConfig config;
    private PgStore store;
    private WatchCache cache;

    @BeforeEach
    void open(SharedPostgres shared) throws Exception {
        postgres = shared;
        config = postgres.newDatabase();
        store = PgStore.open(postgres.vertx(), config);
        cache = WatchCache.start(store, BOUNDS);
    }

    @AfterEach
    void close() {
        cache.close();
        store.close();
    }

    @Test
    void getAndListAnswerWithCompleteBytesInOrder() throws Exception {
        commit(store, creation(key("b")));
        commit(store, creation(new ObjectKey(RESOURCE, "default-2", "a")));
        long revision = commit(store, creation(key("a"), Map.of("color", "red")));
        cache.awaitRevision(revision, SOON);

        CachedObject a = requireNonNull(cache.get(key("a")));
        assertThat(new String(a.json(), StandardCharsets.UTF_8))
                .startsWith("{\"apiVersion\":\"example.com/v1\",\"kind\":\"Boat\",\"metadata\":{\"resourceVersion\":\""
                        + revision + "\",\"name\":\"a\"");
        assertThat(a.labels()).containsExactly(Map.entry("color", "red"));
        Listing listing = cache.list(RESOURCE, Range.of(null), WatchCacheTest::all);
        assertThat(listing.revision()).isEqualTo(revision);
        assertThat(listing.items())
                .extracting(
                        object -> object.key().namespace() + "/" + object.key().name())
                .containsExactly("default/a", "default/b", "default-2/a");
        assertThat(cache.list(RESOURCE, Range.of("default"), WatchCacheTest::red)
                        .items())
                .containsExactly(a);
        assertThat(cache.list("others", Range.of(null), WatchCacheTest::all).items())
                .isEmpty();
        assertThat(cache.get(key("c"))).isNull();
    }

    @Test
    void waitingForARevisionOfTheFutureEnds() throws Exception {
        assertThat(cache.awaitRevision(cache.revision() + 1, Duration.ofMillis(20)))
                .isFalse();
    }

    @Test
    void aSelectorTurnsChangesIntoAdditionsAndDeletions() throws Exception {
        try (Subscription red = cache.subscribe(RESOURCE, null, WatchCacheTest::red, cache.revision())) {
            Write.Create boat = creation(key("boat"), Map.of("color", "blue"));
            long blue = commit(store, boat);
            long painted = commit(store, update(boat, blue, Map.of("color", "red")));
            long repainted = commit(store, update(boat, painted, Map.of("color", "red", "size", "small")));
            long blueAgain = commit(store, update(boat, repainted, Map.of("color", "blue")));
            long sunk = commit(store, delete(boat, blueAgain));

            expect(red, Change.Type.ADDED, painted);
            expect(red, Change.Type.MODIFIED, repainted);
            expect(red, Change.Type.DELETED, blueAgain);
            cache.awaitRevision(sunk, SOON);
            assertThat(red.poll(NOW)).isNull();
            assertThat(red.deliveredRevision()).isEqualTo(sunk);
        }
    }

    @Test
    void aDeletionIsSeenWithItsRevisionByThoseWhoMatchedBefore() throws Exception {
        Write.Create boat = creation(key("boat"), Map.of("color", "red"));
        long created = commit(store, boat);
        long deleted = commit(store, delete(boat, created));
        try (Subscription red = cache.subscribe(RESOURCE, null, WatchCacheTest::red, created)) {
            WatchEvent event = expect(red, Change.Type.DELETED, deleted);
            assertThat(new String(event.object().json(), StandardCharsets.UTF_8))
                    .contains("\"resourceVersion\":\"" + deleted + "\"");
        }
    }

    @Test
    void stateComesFirstThenTheBookmarkThenChanges() throws Exception {
        commit(store, creation(key("b"), Map.of("color", "red")));
        commit(store, creation(key("c"), Map.of("color", "blue")));
        long last = commit(store, creation(key("a"), Map.of("color", "red")));
        cache.awaitRevision(last, SOON);
        try (Subscription red = cache.subscribeWithState(RESOURCE, "default", WatchCacheTest::red)) {
            long later = commit(store, creation(key("0"), Map.of("color", "red")));
            cache.awaitRevision(later, SOON);

            assertThat(red.initialEventsPending()).isTrue();
            assertThat(red.deliveredRevision()).isZero();
            assertThat(requireNonNull(red.poll(NOW)).object().key().name()).isEqualTo("a");
            assertThat(red.initialEventsPending()).isTrue();
            assertThat(requireNonNull(red.poll(NOW)).object().key().name()).isEqualTo("b");
            assertThat(red.initialEventsPending()).isFalse();
            assertThat(red.deliveredRevision()).isEqualTo(last);
            expect(red, Change.Type.ADDED, later);
            assertThat(red.deliveredRevision()).isEqualTo(later);
        }
    }

    @Test
    void stateThatTheHistoryHasOvertakenIsNotToldToItsEnd() throws Exception {
        commit(store, creation(key("a")));
        cache.awaitRevision(commit(store, creation(key("b"))), SOON);
        try (Subscription slow = cache.subscribeWithState(RESOURCE, null, WatchCacheTest::all)) {
            assertThat(requireNonNull(slow.poll(NOW)).object().key().name()).isEqualTo("a");
            for (int i = 0; i < 6; i++) {
                cache.awaitRevision(commit(store, creation(key("n" + i))), SOON);
            }

            assertThatThrownBy(() -> slow.poll(NOW)).isInstanceOf(SlowWatcherException.class);
        }
    }

    @Test
    void anEmptyStateHasNoInitialEvents() {
        try (Subscription none = cache.subscribeWithState(RESOURCE, null, WatchCacheTest::all)) {
            assertThat(none.initialEventsPending()).isFalse();
            assertThat(none.deliveredRevision()).isEqualTo(cache.revision());
        }
    }

    @Test
    void theBookmarkRevisionAdvancesWhileNothingMatches() throws Exception {
        try (Subscription others = cache.subscribe("others", null, WatchCacheTest::all, cache.revision())) {
            long revision = commit(store, creation(key("a")));
            cache.awaitRevision(revision, SOON);

            assertThat(others.poll(NOW)).isNull();
            assertThat(others.deliveredRevision()).isEqualTo(revision);
        }
    }

    @Test
    void aSlowWatcherIsEndedAlone() throws Exception {
        long start = cache.revision();
        try (Subscription slow = cache.subscribe(RESOURCE, null, WatchCacheTest::all, start);
                Subscription quick = cache.subscribe(RESOURCE, null, WatchCacheTest::all, start)) {
            for (int i = 0; i < 11; i++) {
                long revision = commit(store, creation(key("n" + i)));
                expect(quick, Change.Type.ADDED, revision);
            }
            cache.awaitRevision(start + 11, SOON);
            assertThatThrownBy(() -> slow.poll(NOW)).isInstanceOf(SlowWatcherException.class);
        }
    }

    @Test
    void aFilterThatFailsEndsItsWatcherAlone() throws Exception {
        ObjectFilter broken = object -> {
            throw new IllegalStateException("broken filter");
        };
        try (Subscription failing = cache.subscribe(RESOURCE, null, broken, cache.revision());
                Subscription sound = cache.subscribe(RESOURCE, null, WatchCacheTest::all, cache.revision())) {
            expect(sound, Change.Type.ADDED, commit(store, creation(key("a"))));
            assertThatThrownBy(() -> failing.poll(SOON)).hasMessage("broken filter");
        }
    }

    @Test
    void aRevisionOutsideTheWindowIsExpired() throws Exception {
        long start = cache.revision();
        for (int i = 0; i < 6; i++) {
            commit(store, creation(key("n" + i)));
        }
        cache.awaitRevision(start + 6, SOON);

        assertThatThrownBy(() -> cache.subscribe(RESOURCE, null, WatchCacheTest::all, start))
                .isInstanceOf(ExpiredRevisionException.class)
                .hasMessageContaining("too old resource version: " + start);
        try (Subscription oldest = cache.subscribe(RESOURCE, null, WatchCacheTest::all, start + 1)) {
            expect(oldest, Change.Type.ADDED, start + 2);
        }
    }

    @Test
    void aNewEpochOfTheDatabaseEndsWatchersAndLoadsAgain() throws Exception {
        long revision = commit(store, creation(key("lost")));
        cache.awaitRevision(revision, SOON);
        try (Subscription subscription = cache.subscribe(RESOURCE, null, WatchCacheTest::all, revision)) {
            SharedPostgres.execute(
                    postgres.vertx(),
                    config,
                    "DELETE FROM object; UPDATE revision SET epoch = epoch + 1, value = value + 100");

            assertThatThrownBy(() -> subscription.poll(SOON)).isInstanceOf(WatchEndedException.class);
            cache.awaitRevision(revision + 100, SOON);
            assertThat(cache.get(key("lost"))).isNull();
            assertThatThrownBy(() -> cache.subscribe(RESOURCE, null, WatchCacheTest::all, revision))
                    .isInstanceOf(ExpiredRevisionException.class);
        }
    }

    @Test
    void whatIsStillTheSameIsNotKeptTwiceWhenEverythingIsLoadedAgain() throws Exception {
        commit(store, creation(key("same")));
        long other = commit(store, creation(key("other")));
        long revision = commit(store, creation(key("recreated")));
        cache.awaitRevision(revision, SOON);
        CachedObject same = requireNonNull(cache.get(key("same")));
        CachedObject before = requireNonNull(cache.get(key("other")));

        // Another history may have used a revision for another state, or another object.
        SharedPostgres.execute(postgres.vertx(), config, """
                UPDATE change SET body = convert_to(replace(convert_from(body, 'UTF8'), 'xxxxxxxxxx', 'yyyyyyyyyy'), 'UTF8')
                    WHERE revision = %d;
                UPDATE object SET uid = 'another' WHERE name = 'recreated';
                UPDATE revision SET epoch = epoch + 1, value = value + 100""".formatted(other));

        assertThat(cache.awaitRevision(revision + 100, SOON)).isTrue();
        assertThat(cache.get(key("same"))).isSameAs(same);
        CachedObject after = requireNonNull(cache.get(key("other")));
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(new String(after.json(), StandardCharsets.UTF_8)).contains("yyyyyyyyyy");
        assertThat(requireNonNull(cache.get(key("recreated"))).uid()).isEqualTo("another");
        assertThat(cache.heldBytes()).isEqualTo(sumOfAll());
    }

    @Test
    void heldBytesAreThoseOfWhatExists() throws Exception {
        assertThat(cache.heldBytes()).isZero();
        Write.Create boat = creation(key("boat"));
        long created = commit(store, boat);
        long last = commit(store, large("large"));
        cache.awaitRevision(last, SOON);
        assertThat(cache.heldBytes()).isEqualTo(sumOfAll()).isGreaterThan(6000);

        long updated = commit(store, update(boat, created, Map.of("color", "a-much-longer-one")));
        cache.awaitRevision(updated, SOON);
        assertThat(cache.heldBytes()).isEqualTo(sumOfAll());

        long deleted = commit(store, delete(boat, updated));
        cache.awaitRevision(deleted, SOON);
        assertThat(cache.heldBytes())
                .isEqualTo(sumOfAll())
                .isEqualTo(CachedObject.heldBytes(
                        requireNonNull(cache.get(key("large"))).json().length));
        try (WatchCache another = WatchCache.start(store, BOUNDS)) {
            assertThat(another.heldBytes()).isEqualTo(cache.heldBytes());
        }
    }

    @Test
    void moreThanThereIsRoomForIsNotLoaded() throws Exception {
        long revision = commit(store, large("a"));
        cache.awaitRevision(revision, SOON);
        long held = cache.heldBytes();
        WatchCache.start(store, BOUNDS.within(10_000, held)).close();
        assertThatThrownBy(() -> WatchCache.start(store, BOUNDS.within(10_000, held - 1)))
                .isInstanceOf(TooManyObjectsException.class);
        Extent extent = store.extent();
        assertThat(extent.objects()).isEqualTo(1);
        assertThat(extent.bytes()).isEqualTo(large("a").body().length);
    }

    private long sumOfAll() {
        return cache.list(RESOURCE, Range.of(null), WatchCacheTest::all).items().stream()
                .mapToLong(object -> CachedObject.heldBytes(object.json().length))
                .sum();
    }

    @Test
    void aWatcherThatLeavesManyBytesIsEnded() throws Exception {
        try (Subscription subscription = cache.subscribeWithState(RESOURCE, null, WatchCacheTest::all)) {
            commit(store, large("a"));
            long revision = commit(store, large("b"));
            cache.awaitRevision(revision, SOON);

            assertThatThrownBy(() -> subscription.poll(NOW)).isInstanceOf(SlowWatcherException.class);
        }
        try (Subscription subscription = cache.subscribeWithState("others", null, WatchCacheTest::all)) {
            ObjectKey key = new ObjectKey("others", "default", "larger-than-the-bound");
            long revision = commit(store, new Write.Create(key, "uid", body(key, Map.of(), 15_000)));

            expect(subscription, Change.Type.ADDED, revision);
        }
    }

    private static Write.Create large(String name) {
        return new Write.Create(key(name), name, body(key(name), Map.of(), 6000));
    }

    @Test
    void closingTheCacheEndsItsWatchers() {
        Subscription subscription = cache.subscribeWithState(RESOURCE, null, WatchCacheTest::all);
        cache.close();

        assertThatThrownBy(() -> subscription.poll(SOON)).isInstanceOf(WatchEndedException.class);
    }

    private static boolean all(CachedObject object) {
        return true;
    }

    private static boolean red(CachedObject object) {
        return "red".equals(object.labels().get("color"));
    }

    private static WatchEvent expect(Subscription subscription, Change.Type type, long revision)
            throws InterruptedException {
        WatchEvent event = requireNonNull(subscription.poll(SOON), "no event came");
        assertThat(event.type()).isEqualTo(type);
        assertThat(event.object().revision()).isEqualTo(revision);
        return event;
    }
}
