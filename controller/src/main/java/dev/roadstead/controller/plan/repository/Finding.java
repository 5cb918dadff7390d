package dev.roadstead.controller.plan.repository;

import dev.roadstead.model.Node.SecretRef;

/** What was found where a BackupRepository points. */
public sealed interface Finding {
    /**
     * A repository that works.
     *
     * @param id the repository's own
     * @param place where it is, for people
     * @param password the Secret that has its password
     * @param generated whether that password was made up here, so that nobody else may have it
     * @param unprotected whether the way there is without TLS
     */
    record Works(
            String id,
            String place,
            SecretRef password,
            boolean generated,
            boolean unprotected,
            int backups,
            long storedBytes)
            implements Finding {}

    /**
     * None that works.
     *
     * @param reason one CamelCase word for programs
     * @param message a sentence with what to do
     */
    record Fails(String reason, String message) implements Finding {}
}
