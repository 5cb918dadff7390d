package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.plan.VolumePolicy;
import dev.roadstead.controller.run.Progress;
import dev.roadstead.controller.transfer.Filling;
import dev.roadstead.controller.transfer.Restore;
import dev.roadstead.controller.transfer.Steps;
import dev.roadstead.model.BackupPolicy.Check;
import dev.roadstead.model.Labels;
import dev.roadstead.model.VolumeBackup;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tries a restore in a Docker volume that belongs to no Volume: it carries the installation's id, and no label that would
 * list it as one that a Volume left. Its name is derived: the next try, and any pass over its node, finds what a killed one
 * left, and removes it.
 *
 * @param hosts the engine of a node; throws when it cannot be asked
 */
public record ScratchRestore(
        Repositories repositories,
        Function<String, Host> hosts,
        RestoreCheck checks,
        Trials trials,
        String installation)
        implements Prover {
    @Override
    public void prove(VolumeBackup backup, String node, @Nullable Check check, Progress progress)
            throws IOException, InterruptedException, CheckFailedException {
        VolumeBackup.Status status = Objects.requireNonNull(backup.status());
        Host host = hosts.apply(node);
        String scratch = name(backup);
        trials.begin(scratch);
        try (Cleanup _ = () -> trials.end(scratch);
                Cleanup _ = () -> remove(host, scratch);
                Repository repository = open(Objects.requireNonNull(status.repository()))) {
            Filling filling = new Filling(host, installation);
            new Restore(repository, filling, fresh -> make(host, backup, fresh), new Told(progress))
                    .run(repository.manifest(Objects.requireNonNull(status.id())), Set.of(), scratch);
            if (check != null) {
                progress.at("The check command runs", 0);
                checks.run(host, backup, node, scratch, check);
            }
        }
    }

    /** That there is no repository says nothing of the backup. */
    private Repository open(String repository) throws IOException {
        try {
            return repositories.open(repository);
        } catch (RepositoryException e) {
            if (e.kind() == RepositoryException.Kind.NOT_FOUND) {
                throw new IOException(e.getMessage(), e);
            }
            throw e;
        }
    }

    private void make(Host host, VolumeBackup backup, String scratch) {
        remove(host, scratch);
        Map<String, String> labels =
                Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, BackupGatherer.namespace(backup));
        host.run(new HostAction.CreateVolume(
                new VolumeBlueprint(scratch, VolumePolicy.LOCAL, Map.of(), labels, PolicyLevel.RESTRICTED)));
    }

    private void remove(Host host, String scratch) {
        host.run(new HostAction.RemoveVolume(scratch, installation));
    }

    private static String name(VolumeBackup backup) {
        return Names.scratchVolume(
                BackupGatherer.namespace(backup), backup.spec().volume());
    }

    /** What fails in it hides no failure before it. */
    private interface Cleanup extends AutoCloseable {
        @Override
        void close();
    }

    private record Told(Progress progress) implements Steps {
        @Override
        public dev.roadstead.backup.Progress verifying() {
            return bytes -> progress.at("The backup is read", bytes);
        }

        @Override
        public dev.roadstead.backup.Progress filling() {
            return bytes -> progress.at("A scratch volume is filled", bytes);
        }

        @Override
        public dev.roadstead.backup.Progress comparing() {
            return bytes -> progress.at("What was restored is read back", bytes);
        }
    }
}
