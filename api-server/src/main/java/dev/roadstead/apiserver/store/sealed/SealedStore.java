package dev.roadstead.apiserver.store.sealed;

import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.Extent;
import dev.roadstead.apiserver.store.ResourceStore;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store whose encrypted kinds are sealed; see the package's text. Thread-safe.
 *
 * <p>What cannot be opened is never passed over: reading fails with {@link SealException}, and nothing is written over.
 */
public final class SealedStore implements ResourceStore {
    private final ResourceStore store;
    private final KeyFile keys;
    private final SecureRandom random;
    private final Predicate<String> encrypted;

    /**
     * Puts encryption before a store.
     *
     * @param store closed with this one
     * @param encrypted tells by the resource (plural and group) whether new bodies are sealed
     */
    public SealedStore(ResourceStore store, KeyFile keys, SecureRandom random, Predicate<String> encrypted) {
        this.store = store;
        this.keys = keys;
        this.random = random;
        this.encrypted = encrypted;
    }

    @Override
    public WriteResult write(Write write, @Nullable AuditRecord audit) {
        return store.write(encrypted.test(write.key().resource()) ? sealed(write) : write, audit);
    }

    @Override
    public boolean record(AuditRecord audit) {
        return store.record(audit);
    }

    @Override
    public long currentRevision() {
        return store.currentRevision();
    }

    @Override
    public long snapshot(Consumer<StoredObject> objects) {
        return store.snapshot(stored -> objects.accept(opened(stored)));
    }

    /** With the bytes that sealing adds. */
    @Override
    public Extent extent() {
        return store.extent();
    }

    @Override
    public List<Change> changesAfter(long afterRevision, int limit) {
        return store.changesAfter(afterRevision, limit).stream()
                .map(change -> new Change(change.type(), opened(change.object())))
                .toList();
    }

    @Override
    public void awaitHint(Duration atMost) throws InterruptedException {
        store.awaitHint(atMost);
    }

    @Override
    public void close() {
        store.close();
    }

    private Write sealed(Write write) {
        byte[] body = Envelope.seal(keys.get(), random, write.key(), write.uid(), write.body());
        return switch (write) {
            case Write.Create create -> new Write.Create(create.key(), create.uid(), body, create.basis());
            case Write.Update update ->
                new Write.Update(update.key(), update.uid(), update.expectedRevision(), body, update.basis());
            case Write.Delete delete -> new Write.Delete(delete.key(), delete.uid(), delete.expectedRevision(), body);
        };
    }

    private StoredObject opened(StoredObject stored) {
        if (!Envelope.isEnvelope(stored.body())) {
            return stored;
        }
        if (keys.get().find(Envelope.keyId(stored.body())) == null) {
            keys.refresh(); // another server may use a key that was added a moment ago
        }
        byte[] body = Envelope.open(keys.get(), stored.key(), stored.uid(), stored.body());
        return new StoredObject(stored.key(), stored.uid(), stored.revision(), body);
    }
}
