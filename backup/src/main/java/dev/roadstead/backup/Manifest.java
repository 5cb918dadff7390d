package dev.roadstead.backup;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a backup is. It is written last, sealed with the repository's key: what has none is no backup.
 *
 * @param format 1
 * @param id of the backup: restic's snapshot id, 64 hexadecimal digits
 * @param kind volume, namespace or server
 * @param installation id of the installation that made it
 * @param node name of the Node that had the volume; null for other kinds
 * @param engine id of its engine; null for other kinds
 * @param subject {@code <namespace>/<volume>}, {@code <namespace>}, or {@code server}
 * @param group what several backups that belong together have in common; null when it stands alone
 * @param consistency Hot, Pause or Stop: what was really done
 * @param tree its contents
 * @param storedBytes that it added to the repository
 * @param archiveHash of the tar stream as it was read from the engine: see {@link Written}
 * @param manifests objects of the API as they were then, by {@code <kind>/<name>}, as JSON: the Volume and the
 *     Applications that used it; Secrets never
 */
public record Manifest(
        int format,
        String id,
        Kind kind,
        String installation,
        @Nullable String node,
        @Nullable String engine,
        String subject,
        @Nullable String group,
        Instant startedAt,
        Instant completedAt,
        String consistency,
        Tree tree,
        long storedBytes,
        String archiveHash,
        Map<String, String> manifests) {

    /** The only format so far. */
    public static final int FORMAT = 1;

    /** What a backup is of. */
    public enum Kind {
        volume,
        namespace,
        server
    }
}
