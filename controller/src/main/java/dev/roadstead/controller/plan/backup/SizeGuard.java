package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.Labels;
import dev.roadstead.model.VolumeBackup;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices backups that have far less in them than the one before: often the data was lost and not tidied up. */
final class SizeGuard {
    /** Less than this may come and go. */
    private static final long NOTABLE_FILES = 20;

    private static final long NOTABLE_BYTES = 1 << 20;

    private SizeGuard() {}

    /** What dropped below the half, as a sentence; empty if all is as it was. */
    static Optional<String> drop(@Nullable VolumeBackup previous, VolumeBackup.Status now) {
        VolumeBackup.Status before = previous == null ? null : previous.status();
        if (previous == null || before == null || before.files() == null || before.bytes() == null) {
            return Optional.empty();
        }
        long files = now.files() == null ? 0 : now.files();
        long bytes = now.bytes() == null ? 0 : now.bytes().value();
        boolean fewer = before.files() >= NOTABLE_FILES && files < before.files() / 2;
        boolean smaller = before.bytes().value() >= NOTABLE_BYTES
                && bytes < before.bytes().value() / 2;
        return fewer || smaller
                ? Optional.of(("It has %d files of %s bytes, and %s before it had %d of %s. See whether data was lost;"
                                + " retention removes no older backup for the sake of this one, and those after it are compared"
                                + " with the same. If it is meant to be so, annotate this one with "
                                + Labels.ACCEPT_SIZE + "=true.")
                        .formatted(
                                files,
                                Sizes.of(bytes).text(),
                                previous.metadata().name(),
                                before.files(),
                                before.bytes().text()))
                : Optional.empty();
    }
}
