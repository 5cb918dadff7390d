package dev.roadstead.backup.restic;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;

/** What is stored is not what was stored. */
public final class Damage {
    private Damage() {}

    public static RepositoryException in(String object, String what) {
        return in(object, what, null);
    }

    public static RepositoryException in(
            String object, String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new RepositoryException(
                Kind.DAMAGED,
                "The repository is damaged: " + object + " " + what
                        + ". Restore that object from a copy of the repository, or take a new backup.",
                cause);
    }
}
