package dev.roadstead.controller.reconcile.repository;

import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.repository.Repositories;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.ResourceType;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens BackupRepositories, each once for all who use it: finding the key of one takes a second. When a BackupRepository
 * or a Secret of it has changed, the next {@link #open} opens anew; who holds the one before goes on with it. Thread-safe.
 */
public final class BackupStores implements AutoCloseable {
    private final ApiClient client;
    private final InstantSource clock;
    private final EgressPolicy egress;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    public BackupStores(ApiClient client, InstantSource clock, EgressPolicy egress) {
        this.client = client;
        this.clock = clock;
        this.egress = egress;
    }

    /**
     * The repository of a BackupRepository that was found ready before. The caller closes what it gets.
     *
     * @throws RepositoryException NOT_FOUND when there is no such BackupRepository, else what is in the way
     */
    public Repository open(String name) {
        BackupRepository found = client.find(ResourceType.BACKUP_REPOSITORY, "", name)
                .orElseThrow(() -> new RepositoryException(
                        Kind.NOT_FOUND,
                        "There is no BackupRepository " + name + ". Create it, or name one that kubectl get"
                                + " backuprepositories shows."));
        return open(name, Settings.read(found, client));
    }

    Repository open(String name, Settings settings) {
        return slots.computeIfAbsent(name, _ -> new Slot()).hold(settings);
    }

    /** Closes what nobody uses of a BackupRepository that is gone. */
    void forget(String name) {
        Slot slot = slots.remove(name);
        if (slot != null) {
            slot.replace(null);
        }
    }

    @Override
    public void close() {
        slots.keySet().forEach(this::forget);
    }

    /** Where a repository has its bytes, or would have them. The caller closes it. */
    BlobStore bytes(Settings settings) {
        return settings.open(clock, egress);
    }

    private Repository opened(Settings settings) {
        if (settings.password() == null) {
            throw new RepositoryException(
                    Kind.NOT_FOUND,
                    "The repository is not ready: there is no Secret "
                            + settings.passwordSecret().namespace() + "/"
                            + settings.passwordSecret().name() + " with its password yet.");
        }
        BlobStore store = bytes(settings);
        try {
            return Repositories.open(store, settings.password(), clock);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** What is open under one name. Opening one holds up nobody who wants another. */
    private final class Slot {
        private @Nullable Opened current;

        synchronized Repository hold(Settings settings) {
            Opened opened = current;
            if (opened == null || !opened.settings.equals(settings)) {
                opened = new Opened(settings, opened(settings));
                replace(opened);
            }
            return opened.hold();
        }

        synchronized void replace(@Nullable Opened next) {
            Opened before = current;
            current = next;
            if (before != null) {
                before.release();
            }
        }
    }

    /** One that is open, closed when its slot has another and its last user is done. */
    private static final class Opened {
        private final Settings settings;
        private final Repository repository;
        private int holders = 1;

        Opened(Settings settings, Repository repository) {
            this.settings = settings;
            this.repository = repository;
        }

        synchronized Repository hold() {
            holders++;
            return new SharedRepository(repository, this::release);
        }

        synchronized void release() {
            holders--;
            if (holders == 0) {
                repository.close();
            }
        }
    }
}
