package dev.roadstead.controller.reconcile.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.plan.repository.Finding;
import dev.roadstead.model.BackupRepository;

/** What a condition says of a repository that does not work. */
final class Failures {
    private Failures() {}

    static Finding.Fails of(BackupRepository repository, RepositoryException e) {
        return new Finding.Fails(reason(repository, e.kind()), String.valueOf(e.getMessage()));
    }

    private static String reason(BackupRepository repository, RepositoryException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> "Unreachable";
            case DENIED -> "Denied";
            case NOT_FOUND ->
                repository.spec().s3() != null
                                && (repository.status() == null
                                        || repository.status().id() == null)
                        ? "NoBucket"
                        : "NotFound";
            case FULL -> "Full";
            case WRONG_KEY -> "WrongKey";
            case DAMAGED -> "Damaged";
            case UNSUPPORTED -> "UnsupportedVersion";
            default -> "NotReady";
        };
    }
}
