package dev.roadstead.controller.plan.repository;

import dev.roadstead.model.BackupRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How thoroughly a repository is checked. */
public enum Check {
    /** Indexes, packs, trees and manifests are compared. */
    STRUCTURE,
    /** All data is read too. Of S3 storage never by itself: reading costs its user money. */
    ALL_DATA;

    private static final Duration STRUCTURE_EVERY = Duration.ofDays(7);
    private static final Duration ALL_DATA_EVERY = Duration.ofDays(28);

    /** The check that is due of a repository that works. */
    public static Optional<Check> due(BackupRepository repository, Instant now) {
        BackupRepository.Status status = repository.status();
        Instant made = repository.metadata().creationTimestamp();
        if (repository.spec().local() != null
                && isOlder(status == null ? null : status.lastCheck(), made, ALL_DATA_EVERY, now)) {
            return Optional.of(ALL_DATA);
        }
        return isOlder(status == null ? null : status.lastStructureCheck(), made, STRUCTURE_EVERY, now)
                ? Optional.of(STRUCTURE)
                : Optional.empty();
    }

    private static boolean isOlder(@Nullable Instant last, @Nullable Instant made, Duration age, Instant now) {
        Instant since = last != null ? last : made;
        return since != null && !now.isBefore(since.plus(age));
    }
}
