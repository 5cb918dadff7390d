package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.backup.GroupMember.NodeCall;
import dev.roadstead.controller.plan.backup.StepEnd;
import dev.roadstead.controller.plan.backup.StepEnd.Broken;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.controller.plan.backup.StepEnd.Stored;
import dev.roadstead.controller.run.Progress;
import dev.roadstead.controller.run.Work;
import dev.roadstead.model.NamespaceBackup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The pieces of a NamespaceBackup that take long. */
public final class GroupWork {
    private final HookRunner hooks;
    private final Repositories repositories;
    private final NamespaceArchive archive;
    private final String installation;
    private final InstantSource clock;

    public GroupWork(
            HookRunner hooks,
            Repositories repositories,
            NamespaceArchive archive,
            String installation,
            InstantSource clock) {
        this.hooks = hooks;
        this.repositories = repositories;
        this.archive = archive;
        this.installation = installation;
        this.clock = clock;
    }

    Work<BackupWork.Done> prepare(List<NodeCall> calls) {
        return BackupWork.piece(Step.PREPARE, clock, progress -> {
            for (NodeCall call : calls) {
                progress.at("A hook runs in container " + call.call().container(), 0);
                hooks.run(call.node(), call.call());
            }
            return new StepEnd.Prepared();
        });
    }

    Work<BackupWork.Done> cleanUp(List<NodeCall> calls) {
        return BackupWork.piece(Step.CLEAN_UP, clock, progress -> {
            List<String> trouble = new ArrayList<>();
            for (NodeCall call : calls) {
                progress.at("A hook runs in container " + call.call().container(), 0);
                try {
                    hooks.run(call.node(), call.call());
                } catch (HostException e) {
                    trouble.add("in container " + call.call().container() + " " + e.getMessage());
                }
            }
            return new StepEnd.CleanedUp(trouble.isEmpty() ? null : String.join("; ", trouble));
        });
    }

    /** One that a killed server has listed already is found again and is not made twice. */
    Work<BackupWork.Done> archive(NamespaceBackup backup, String name) {
        String namespace = String.valueOf(backup.metadata().namespace());
        Instant startedAt = Objects.requireNonNull(
                Objects.requireNonNull(backup.status()).startedAt());
        return BackupWork.piece(Step.STORE, clock, progress -> {
            try (Repository repository = repositories.open(name)) {
                Optional<Manifest> listed = repository.manifests().stream()
                        .filter(one -> one.kind() == Manifest.Kind.namespace
                                && one.installation().equals(installation)
                                && one.subject().equals(namespace)
                                && backup.metadata().name().equals(one.group())
                                && one.startedAt().equals(startedAt))
                        .findFirst();
                return listed.isPresent()
                        ? stored(listed.get().id(), listed.get().tree())
                        : store(repository, backup, namespace, startedAt, progress);
            }
        });
    }

    private StepEnd store(
            Repository repository, NamespaceBackup backup, String namespace, Instant startedAt, Progress progress)
            throws IOException {
        byte[] tar = archive.of(namespace, startedAt);
        var origin = new Origin(installation, "/" + namespace, clock.instant());
        Written written = repository.write(
                origin, new ByteArrayInputStream(tar), bytes -> progress.at("The manifests are stored", bytes));
        Tree readBack = repository.verify(written.id(), dev.roadstead.backup.Progress.NONE);
        if (!readBack.hash().equals(written.tree().hash())) {
            return new Broken(Step.STORE, "Damaged", "The manifests that were read back are not what was stored.");
        }
        repository.commit(new Manifest(
                Manifest.FORMAT,
                written.id(),
                Manifest.Kind.namespace,
                installation,
                null,
                null,
                namespace,
                backup.metadata().name(),
                startedAt,
                clock.instant(),
                String.valueOf(backup.spec().consistency()),
                written.tree(),
                written.storedBytes(),
                written.archiveHash(),
                Map.of()));
        return stored(written.id(), written.tree());
    }

    private static Stored stored(String id, Tree tree) {
        return new Stored(id, tree.files(), tree.bytes(), tree.hash(), tree.changed(), "", 0);
    }

    Work<BackupWork.Done> remove(String name, String id) {
        return BackupWork.piece(Step.REMOVE, clock, progress -> {
            try (Repository repository = repositories.open(name)) {
                repository.prune(Set.of(id), bytes -> progress.at("It is removed", bytes));
            } catch (RepositoryException e) {
                if (e.kind() != RepositoryException.Kind.NOT_FOUND) {
                    throw e;
                }
            }
            return new StepEnd.Removed();
        });
    }
}
