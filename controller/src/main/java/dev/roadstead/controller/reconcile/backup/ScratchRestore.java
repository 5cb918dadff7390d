package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.Repository;
import dev.roadstead.controller.host.Host;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.VolumeBlueprint;
import dev.roadstead.controller.plan.VolumePolicy;
import dev.roadstead.controller.run.Progress;
import dev.roadstead.controller.transfer.Filling;
import dev.roadstead.controller.transfer.Restore;
import dev.roadstead.controller.transfer.Steps;
import dev.roadstead.model.Labels;
import dev.roadstead.model.VolumeBackup;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Tries a restore in a Docker volume that belongs to no Volume: it carries the installation's id, and no label that would
 * list it as one that a Volume left. Its name is derived, so that the next try finds what a killed one left, and removes it.
 *
 * @param hosts the engine of a node; throws when it cannot be asked
 */
public record ScratchRestore(Repositories repositories, Function<String, Host> hosts, String installation)
        implements Prover {
    @Override
    public void prove(VolumeBackup backup, String node, Progress progress) throws IOException, InterruptedException {
        VolumeBackup.Status status = Objects.requireNonNull(backup.status());
        Host host = hosts.apply(node);
        String scratch = name(backup);
        try (Repository repository = repositories.open(Objects.requireNonNull(status.repository()))) {
            Filling filling = new Filling(host, installation);
            new Restore(repository, filling, fresh -> make(host, backup, fresh), new Told(progress))
                    .run(repository.manifest(Objects.requireNonNull(status.id())), Set.of(), scratch);
        } finally {
            host.run(new HostAction.RemoveVolume(scratch, installation));
        }
    }

    private void make(Host host, VolumeBackup backup, String scratch) {
        host.run(new HostAction.RemoveVolume(scratch, installation));
        Map<String, String> labels =
                Map.of(Labels.MANAGED_BY, installation, Labels.NAMESPACE, BackupGatherer.namespace(backup));
        host.run(new HostAction.CreateVolume(
                new VolumeBlueprint(scratch, VolumePolicy.LOCAL, Map.of(), labels, PolicyLevel.RESTRICTED)));
    }

    /** Names of Volumes hold no dot, so it is no other's. */
    private static String name(VolumeBackup backup) {
        return BackupGatherer.namespace(backup) + "." + backup.spec().volume() + ".proof";
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
