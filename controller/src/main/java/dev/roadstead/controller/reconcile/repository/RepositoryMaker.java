package dev.roadstead.controller.reconcile.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.repository.Repositories;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.repository.RepositoryStatus;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.ResourceType;
import java.time.InstantSource;

/**
 * Makes the repository that a BackupRepository asks for, where there never was one. The password is durable before
 * anything is encrypted with it. Where there was one that is gone, or one that we have no password of, nothing is made:
 * that would hide a loss.
 */
final class RepositoryMaker {
    private final ApiClient client;
    private final BackupStores stores;
    private final Passwords passwords;
    private final EventRecorder events;
    private final InstantSource clock;

    RepositoryMaker(
            ApiClient client, BackupStores stores, Passwords passwords, EventRecorder events, InstantSource clock) {
        this.client = client;
        this.stores = stores;
        this.passwords = passwords;
        this.events = events;
        this.clock = clock;
    }

    /** How to open what is there when this returns. */
    Settings ensure(BackupRepository repository) {
        Settings settings = Settings.read(repository, client);
        if (wasFound(repository) && settings.password() != null) {
            return settings;
        }
        try (BlobStore store = stores.bytes(settings)) {
            boolean exists = store.read("config").isPresent();
            if (settings.password() == null) {
                requireNone(repository, settings, store, exists);
                passwords.generate(settings.passwordSecret());
                events.warning(
                        ResourceType.BACKUP_REPOSITORY,
                        repository,
                        "PasswordGenerated",
                        RepositoryStatus.escrow(settings.passwordSecret()));
                settings = Settings.read(repository, client);
            }
            if (!exists && settings.password() != null) {
                Repositories.create(store, settings.password(), clock);
            }
            return settings;
        }
    }

    /** Whether this very place was found to have a repository before. */
    private static boolean wasFound(BackupRepository repository) {
        BackupRepository.Status status = repository.status();
        return status != null
                && status.id() != null
                && Long.valueOf(repository.metadata().generation()).equals(status.observedGeneration());
    }

    private static void requireNone(BackupRepository repository, Settings settings, BlobStore store, boolean exists) {
        String secret = settings.passwordSecret().name();
        String howTo = "kubectl -n " + Settings.NAMESPACE + " create secret generic " + secret
                + " --from-literal=password=...";
        if (wasFound(repository)) {
            throw new RepositoryException(
                    Kind.WRONG_KEY,
                    "Secret " + Settings.NAMESPACE + "/" + secret
                            + " is gone, and with it the password of the repository in " + store.describe()
                            + ". Bring it back from your copy: " + howTo);
        }
        if (exists) {
            throw new RepositoryException(
                    Kind.WRONG_KEY,
                    "There is a repository in " + store.describe() + " already, and no password of it here. Give it: "
                            + howTo + " ; or choose another place.");
        }
    }
}
