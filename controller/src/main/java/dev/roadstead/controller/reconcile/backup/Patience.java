package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.reconcile.backup.BackupWork.Piece;
import java.time.Duration;

/**
 * Does a piece of work again when another process, such as one that prunes, or the way to the repository was in its way.
 *
 * @param tries how often at most, at least 1; the last failure is the one that is told
 * @param pause between two tries
 */
record Patience(int tries, Duration pause) {
    Piece with(Piece piece) {
        return progress -> {
            for (int left = tries - 1; left > 0; left--) {
                try {
                    return piece.run(progress);
                } catch (RepositoryException e) {
                    if (!isPassing(e.kind())) {
                        throw e;
                    }
                    progress.at("The repository is locked or does not answer, and is tried again", 0);
                }
                Thread.sleep(pause);
            }
            return piece.run(progress);
        };
    }

    private static boolean isPassing(RepositoryException.Kind kind) {
        return kind == RepositoryException.Kind.LOCKED || kind == RepositoryException.Kind.UNREACHABLE;
    }
}
