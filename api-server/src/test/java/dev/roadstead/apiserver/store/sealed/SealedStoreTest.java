package dev.roadstead.apiserver.store.sealed;

import static dev.roadstead.apiserver.store.TestObjects.body;
import static dev.roadstead.apiserver.store.TestObjects.commit;
import static dev.roadstead.apiserver.store.TestObjects.creation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import dev.roadstead.testkit.Eventually;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** I19: what is at rest. {@code raw} is the database's view of what {@code store} holds. */
@ExtendWith(WithPostgres.class)
class SealedStoreTest {
    private static final String SECRETS = "secrets";

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    private PgStore raw;
    private KeyFile keys;
    private SealedStore store;

    @BeforeEach
    void open(SharedPostgres postgres) throws Exception {
        raw = PgStore.open(postgres.vertx(), postgres.newDatabase());
        keys = KeyFile.ensure(directory.resolve("keys"), random);
        store = new SealedStore(raw, keys, random, SECRETS::equals);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void encryptedKindsAreSealedAndOthersAreNot() {
        long before = store.currentRevision();
        Write.Create secret = secret("a");
        commit(store, secret);
        Write.Create boat = creation(new ObjectKey("boats.example.com", "default", "b"));
        commit(store, boat);

        assertThat(raw.snapshot().objects())
                .extracting(StoredObject::body)
                .satisfiesExactlyInAnyOrder(
                        envelope -> assertThat(Envelope.isEnvelope(envelope)).isTrue(),
                        clear -> assertThat(clear).isEqualTo(boat.body()));
        assertThat(store.snapshot().objects())
                .extracting(StoredObject::body)
                .containsExactlyInAnyOrder(secret.body(), boat.body());
        assertThat(store.changesAfter(before, 10))
                .extracting(change -> change.object().body())
                .containsExactly(secret.body(), boat.body());
    }

    @Test
    void theHistoryAndTheLastStateOfTheDeletedAreSealedToo() {
        long before = store.currentRevision();
        Write.Create secret = secret("a");
        long created = commit(store, secret);
        long updated = commit(store, new Write.Update(secret.key(), secret.uid(), created, secret.body()));
        commit(store, new Write.Delete(secret.key(), secret.uid(), updated, secret.body()));

        assertThat(raw.changesAfter(before, 10))
                .hasSize(3)
                .allMatch(change -> Envelope.isEnvelope(change.object().body()));
    }

    @Test
    void clearRowsStayReadableAndAreSealedByTheRewrapper() {
        Write.Create old = secret("old");
        long revision = commit(raw, old);
        assertThat(only(store).body()).isEqualTo(old.body());

        try (Rewrapper _ = rewrapper()) {
            Eventually.await("sealed", () -> Envelope.isEnvelope(only(raw).body()));
        }
        assertThat(only(store).body()).isEqualTo(old.body());
        assertThat(raw.currentRevision())
                .as("no revision is used, so no watcher hears")
                .isEqualTo(revision);
    }

    @Test
    void afterARotationEverythingIsUnderTheNewKeyAndTheOldOneCanGo() throws Exception {
        long before = store.currentRevision();
        Write.Create secret = secret("a");
        long created = commit(store, secret);
        commit(store, new Write.Update(secret.key(), secret.uid(), created, secret.body()));
        for (int i = 0; i < 300; i++) {
            commit(store, secret("more" + i)); // more than one batch
        }
        try (Rewrapper _ = rewrapper()) {
            KeyFile.open(directory.resolve("keys")).change(ring -> ring.withNewFirst(random));
            String wanted = KeyFile.open(directory.resolve("keys")).get().firstId();
            Eventually.await("reported", () -> reached().equals(wanted));
        }
        keys.change(KeyRing::onlyFirst);

        List<Change> history = store.changesAfter(before, 1000);
        assertThat(history).hasSize(302);
        assertThat(raw.changesAfter(before, 1000))
                .allMatch(change ->
                        Envelope.keyId(change.object().body()).equals(keys.get().firstId()));
    }

    @Test
    void withoutItsKeyNothingIsReadAndNothingIsOverwritten() throws Exception {
        commit(store, secret("a"));
        byte[] before = only(raw).body();
        keys.change(ring -> KeyRing.generate(random));

        assertThatThrownBy(store::snapshot).isInstanceOf(SealException.class).hasMessageContaining("encrypted with");
        try (Rewrapper _ = rewrapper()) {
            assertThatThrownBy(store::snapshot).isInstanceOf(SealException.class);
        }
        assertThat(only(raw).body()).isEqualTo(before);
    }

    private Rewrapper rewrapper() {
        return Rewrapper.start(raw.bodies(), keys, random, () -> Set.of(SECRETS), Duration.ofMillis(50));
    }

    private String reached() {
        try {
            return keys.reached();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static StoredObject only(dev.roadstead.apiserver.store.ResourceStore store) {
        List<StoredObject> objects = store.snapshot().objects();
        assertThat(objects).hasSize(1);
        return objects.getFirst();
    }

    private static Write.Create secret(String name) {
        ObjectKey key = new ObjectKey(SECRETS, "default", name);
        return new Write.Create(key, UUID.randomUUID().toString(), body(key, Map.of(), 20));
    }
}
