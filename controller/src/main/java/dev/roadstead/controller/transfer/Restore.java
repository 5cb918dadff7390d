package dev.roadstead.controller.transfer;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.Tree;
import java.io.IOException;
import java.util.Set;

/** Copies a backup into a Docker volume, after all of it was read, and compares them (invariant I14). */
public final class Restore {
    private final Repository repository;
    private final Filling target;
    private final Move.FreshVolumes fresh;
    private final Steps steps;

    public Restore(Repository repository, Filling target, Move.FreshVolumes fresh, Steps steps) {
        this.repository = repository;
        this.target = target;
        this.fresh = fresh;
        this.steps = steps;
    }

    /**
     * Returns when the Docker volume has it, read back and compared.
     *
     * @param paths what is wanted of it; all when empty
     * @return what is in the volume
     * @throws RepositoryException before anything is made, when the backup is not what its manifest says
     * @throws DifferentTreeException when the volume did not come to have what was sent
     */
    public Tree run(Manifest manifest, Set<String> paths, String dockerVolume)
            throws IOException, InterruptedException {
        requireAsListed(manifest, repository.verify(manifest.id(), steps.verifying()));
        fresh.make(dockerVolume);
        Tree sent = target.fill(
                dockerVolume,
                (tar, progress) -> repository.restore(manifest.id(), paths, tar, progress),
                steps.filling());
        if (paths.isEmpty()) {
            requireAsListed(manifest, sent);
        }
        DifferentTreeException.requireSame(
                "What was restored is not what is in the backup",
                sent,
                target.measure(dockerVolume, steps.comparing()));
        return sent;
    }

    private static void requireAsListed(Manifest manifest, Tree found) {
        if (!found.hash().equals(manifest.tree().hash())) {
            throw new RepositoryException(
                    Kind.DAMAGED,
                    "Backup %s has a tree with hash %s, and its manifest says %s: it is not what was backed up. Nothing was"
                                    .formatted(
                                            manifest.id().substring(0, 8),
                                            found.hash().substring(0, 12),
                                            manifest.tree().hash().substring(0, 12))
                            + " changed; restore another backup, and run roadstead backup check.");
        }
    }
}
