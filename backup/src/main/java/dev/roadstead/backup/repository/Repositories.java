package dev.roadstead.backup.repository;

import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.Config;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.KeyFile;
import dev.roadstead.backup.restic.Layout;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.crypto.AEADBadTagException;

/** Makes and opens repositories. Closing a repository closes its store. */
public final class Repositories {
    /** How long a call waits for others' locks before it throws LOCKED. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Repositories() {}

    /**
     * Makes a repository in a store that has none. A creation that was killed half way is completed.
     *
     * @param password of the repository; without it, nothing in it can be read ever again
     * @throws RepositoryException DENIED when there is one already
     */
    public static Repository create(BlobStore store, String password, InstantSource clock) {
        if (store.read(Layout.CONFIG).isPresent()) {
            throw new RepositoryException(
                    Kind.DENIED,
                    "There is a repository in " + store.describe() + " already. Open it, or choose another place.");
        }
        // A key without a configuration: killed between the two.
        SealingKey key = findKey(store, password).orElseGet(() -> newKey(store, password, clock));
        Config config = Config.random();
        store.write(Layout.CONFIG, key.seal(config.toJson()));
        return repository(store, key, config, clock);
    }

    /**
     * Opens a repository.
     *
     * @throws RepositoryException NOT_FOUND when there is none, WRONG_KEY, UNSUPPORTED, DAMAGED
     */
    public static Repository open(BlobStore store, String password, InstantSource clock) {
        byte[] sealed = store.read(Layout.CONFIG)
                .orElseThrow(() -> new RepositoryException(
                        Kind.NOT_FOUND,
                        "There is no repository in " + store.describe() + ". Check the place, or make one there."));
        SealingKey key = findKey(store, password)
                .orElseThrow(() -> Damage.in(Layout.KEYS, "has no key; nothing can be read without one"));
        return repository(store, key, config(sealed, key), clock);
    }

    private static Repository repository(BlobStore store, SealingKey key, Config config, InstantSource clock) {
        return new ResticRepository(store, key, config, clock, Owner.current(), PATIENCE);
    }

    private static Config config(byte[] sealed, SealingKey key) {
        try {
            return Config.parse(key.open(sealed));
        } catch (AEADBadTagException e) {
            throw Damage.in(Layout.CONFIG, "was altered or truncated", e);
        }
    }

    private static SealingKey newKey(BlobStore store, String password, InstantSource clock) {
        SealingKey key = SealingKey.random();
        byte[] file = KeyFile.encode(key, password, Owner.current().host(), clock.instant());
        store.write(Layout.KEYS + Id.hash(file), file);
        return key;
    }

    /** Empty when there are no keys at all; a damaged one counts only when no other fits. */
    private static Optional<SealingKey> findKey(BlobStore store, String password) {
        Optional<RepositoryException> failure = Optional.empty();
        for (var blob : store.list(Layout.KEYS)) {
            try {
                Optional<SealingKey> key =
                        store.read(blob.name()).flatMap(file -> KeyFile.open(blob.name(), file, password));
                if (key.isPresent()) {
                    return key;
                }
                failure = failure.or(() -> Optional.of(new RepositoryException(
                        Kind.WRONG_KEY,
                        "The password is not that of the repository in " + store.describe()
                                + ". Give the password that it was made with.")));
            } catch (RepositoryException e) {
                if (e.kind() != Kind.DAMAGED && e.kind() != Kind.UNSUPPORTED) {
                    throw e;
                }
                failure = failure.or(() -> Optional.of(e));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return Optional.empty();
    }
}
