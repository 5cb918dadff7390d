package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.backup.BackupAction;
import dev.roadstead.controller.plan.backup.HookCall;
import dev.roadstead.controller.plan.backup.StepEnd;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.controller.run.Progress;
import dev.roadstead.controller.run.Work;
import dev.roadstead.model.VolumeBackup;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The pieces of a backup that take long. What goes wrong in one is its result, in words for users. */
public final class BackupWork {
    /** Few, because containers may keep still meanwhile. */
    private static final int STORE_TRIES = 3;

    /** Many, because nobody waits, and what was stored would be for nothing. */
    private static final int CONFIRM_TRIES = 10;

    private final HookRunner hooks;
    private final VolumeReader volumes;
    private final Repositories repositories;
    private final Manifests manifests;
    private final Predicate<VolumeBackup> owned;
    private final String installation;
    private final InstantSource clock;
    private final Duration pause;

    /** Archives that went together with another one; each is asked for once more. */
    private final Set<String> removed = ConcurrentHashMap.newKeySet();

    /** What a piece came to, and when. */
    public record Done(StepEnd end, Instant at) {}

    /** A piece that may fail in any way. */
    @FunctionalInterface
    interface Piece {
        StepEnd run(Progress progress) throws Exception;
    }

    /**
     * Wires it up.
     *
     * @param owned whether a backup is still this server's; asked before it is listed
     * @param installation id of the installation
     * @param pause between two tries of what a repository could not do at the moment
     */
    public BackupWork(
            HookRunner hooks,
            VolumeReader volumes,
            Repositories repositories,
            Manifests manifests,
            Predicate<VolumeBackup> owned,
            String installation,
            InstantSource clock,
            Duration pause) {
        this.hooks = hooks;
        this.volumes = volumes;
        this.repositories = repositories;
        this.manifests = manifests;
        this.owned = owned;
        this.installation = installation;
        this.clock = clock;
        this.pause = pause;
    }

    static Work<Done> piece(Step step, InstantSource clock, Piece piece) {
        return progress -> {
            StepEnd end;
            try {
                end = piece.run(progress);
            } catch (Exception e) {
                end = Failures.of(step, e);
            }
            return new Done(end, clock.instant());
        };
    }

    Work<Done> prepare(BackupAction.Prepare action) {
        return piece(Step.PREPARE, clock, progress -> {
            for (HookCall hook : action.hooks()) {
                run(hook, action.node(), progress);
            }
            return new StepEnd.Prepared();
        });
    }

    Work<Done> cleanUp(BackupAction.CleanUp action) {
        return piece(Step.CLEAN_UP, clock, progress -> {
            List<String> trouble = new ArrayList<>();
            for (HookCall hook : action.hooks()) {
                try {
                    run(hook, action.node(), progress);
                } catch (HostException e) {
                    trouble.add(String.valueOf(e.getMessage()));
                }
            }
            return new StepEnd.CleanedUp(trouble.isEmpty() ? null : String.join("; ", trouble));
        });
    }

    private void run(HookCall hook, String node, Progress progress) {
        progress.at("A hook runs in container " + hook.container(), 0);
        try {
            hooks.run(node, hook);
        } catch (HostException e) {
            throw new HostException(e.kind(), "in container " + hook.container() + " " + e.getMessage(), e);
        }
    }

    Work<Done> store(VolumeBackup backup, BackupAction.Store action) {
        Origin origin = new Origin(
                installation,
                "/" + backup.metadata().namespace() + "/" + backup.spec().volume(),
                clock.instant());
        return piece(Step.STORE, clock, new Patience(STORE_TRIES, pause).with(progress -> {
                    try (Repository repository = repositories.open(action.repository());
                            InputStream tar = volumes.read(action.node(), action.dockerVolume())) {
                        Written written =
                                repository.write(origin, tar, bytes -> progress.at("Its files are read", bytes));
                        Tree tree = written.tree();
                        return new StepEnd.Stored(
                                written.id(),
                                tree.files(),
                                tree.bytes(),
                                tree.hash(),
                                tree.changed(),
                                written.archiveHash(),
                                written.storedBytes());
                    }
                }));
    }

    Work<Done> confirm(VolumeBackup backup, BackupAction.Confirm action) {
        return piece(Step.CONFIRM, clock, new Patience(CONFIRM_TRIES, pause).with(progress -> {
                    try (Repository repository = repositories.open(action.repository())) {
                        if (find(repository, action.id()).isPresent()) {
                            return new StepEnd.Confirmed();
                        }
                        Tree tree = repository.verify(action.id(), bytes -> progress.at("It is read back", bytes));
                        String expected =
                                Objects.requireNonNull(backup.status()).treeHash();
                        if (!tree.hash().equals(expected)) {
                            return new StepEnd.Broken(
                                    Step.CONFIRM,
                                    "Damaged",
                                    "What was read back from " + action.repository()
                                            + " is not what was read from the volume."
                                            + " Check the repository's storage, and make another backup.");
                        }
                        if (!owned.test(backup)) {
                            return new StepEnd.Broken(Step.CONFIRM, "Interrupted", "Another server does it now.");
                        }
                        repository.commit(manifests.of(backup, action.id(), tree, clock.instant()));
                        return new StepEnd.Confirmed();
                    }
                }));
    }

    private static Optional<Manifest> find(Repository repository, String id) {
        try {
            return Optional.of(repository.manifest(id));
        } catch (RepositoryException e) {
            if (e.kind() == RepositoryException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Each time that something is removed, all that the repository has is looked through: so what else may go goes as well.
     *
     * @param removable backups whose archives may go from a repository now
     */
    Work<Done> remove(BackupAction.Remove action, Function<String, List<VolumeBackup>> removable) {
        return piece(Step.REMOVE, clock, progress -> {
            if (removed.remove(place(action.repository(), action.id()))) {
                return new StepEnd.Removed();
            }
            Set<String> ids = removable.apply(action.repository()).stream()
                    .filter(owned)
                    .map(backup -> Objects.requireNonNull(
                            Objects.requireNonNull(backup.status()).id()))
                    .collect(Collectors.toCollection(TreeSet::new));
            ids.add(action.id());
            try (Repository repository = repositories.open(action.repository())) {
                repository.prune(ids, bytes -> progress.at("It is removed", bytes));
            } catch (RepositoryException e) {
                if (e.kind() != RepositoryException.Kind.NOT_FOUND) {
                    throw e;
                }
            }
            ids.remove(action.id());
            ids.forEach(id -> removed.add(place(action.repository(), id)));
            return new StepEnd.Removed();
        });
    }

    private static String place(String repository, String id) {
        return repository + "/" + id;
    }
}
