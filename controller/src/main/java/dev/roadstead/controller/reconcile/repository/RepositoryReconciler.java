package dev.roadstead.controller.reconcile.repository;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Repository.CheckReport;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.repository.Check;
import dev.roadstead.controller.plan.repository.Finding;
import dev.roadstead.controller.plan.repository.RepositoryStatus;
import dev.roadstead.controller.status.EventRecorder;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.ResourceType;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes repositories, says how they are, checks each once a week and removes what killed backups left in it. A pass over
 * one may take long, for it checks in it; others are worked on meanwhile.
 */
public final class RepositoryReconciler implements Reconciler {
    private static final Logger log = LoggerFactory.getLogger(RepositoryReconciler.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(30);

    private final Lister<BackupRepository> repositories;
    private final BackupStores stores;
    private final RepositoryMaker maker;
    private final StatusCommitter committer;
    private final EventRecorder events;
    private final InstantSource clock;

    public RepositoryReconciler(
            ApiClient client,
            Lister<BackupRepository> repositories,
            BackupStores stores,
            EventRecorder events,
            InstantSource clock) {
        this.repositories = repositories;
        this.stores = stores;
        this.maker = new RepositoryMaker(client, stores, new Passwords(client, new SecureRandom()), events, clock);
        this.committer = new StatusCommitter(client);
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Outcome reconcile(String name) {
        BackupRepository repository = repositories.find("", name);
        if (repository == null || repository.metadata().deleting()) {
            stores.forget(name);
            return Outcome.DONE;
        }
        Finding finding = look(repository);
        BackupRepository.Status status = RepositoryStatus.of(repository, finding, clock.instant());
        if (finding instanceof Finding.Fails fails) {
            committer.commit(ResourceType.BACKUP_REPOSITORY, repository, status);
            return new Outcome.Retry(fails.message());
        }
        Optional<Check> due = Check.due(repository, clock.instant());
        if (due.isPresent()) {
            status = check(repository, status, due.get());
        }
        committer.commit(ResourceType.BACKUP_REPOSITORY, repository, status);
        return new Outcome.After(LOOK_EVERY);
    }

    private Finding look(BackupRepository repository) {
        try {
            Settings settings = maker.ensure(repository);
            try (Repository opened = stores.open(repository.metadata().name(), settings);
                    BlobStore store = stores.bytes(settings)) {
                long bytes =
                        store.list("").stream().mapToLong(BlobStore.Blob::bytes).sum();
                var place = settings.place();
                return new Finding.Works(
                        opened.id(),
                        store.describe(),
                        settings.passwordSecret(),
                        settings.generated(),
                        place != null && place.unprotected(),
                        opened.manifests().size(),
                        bytes);
            }
        } catch (RepositoryException e) {
            return Failures.of(repository, e);
        }
    }

    /** The sweep comes after the check: nothing is rewritten in a repository that is damaged. */
    private BackupRepository.Status check(BackupRepository repository, BackupRepository.Status status, Check check) {
        try (Repository opened = stores.open(repository.metadata().name())) {
            CheckReport report = opened.check(check == Check.ALL_DATA, Progress.NONE);
            if (report.damage().isEmpty()) {
                opened.prune(Set.of(), Progress.NONE);
            } else {
                events.warning(
                        ResourceType.BACKUP_REPOSITORY,
                        repository,
                        "Damaged",
                        "A check found damage: " + String.join("; ", report.damage()));
            }
            Instant now = clock.instant();
            return RepositoryStatus.checked(repository, status, check, report.damage(), now);
        } catch (RepositoryException e) {
            // It worked a moment ago: tried again with the next look.
            log.warn("BackupRepository {} could not be checked: {}", repository.key(), e.getMessage());
            return status;
        }
    }
}
