package dev.roadstead.apiserver.app;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How data is kept.
 *
 * @param encryptionKeys the file with the keys of the data at rest; made when missing. Null: {@code encryption-keys} in
 *     the data directory
 * @param history how long changes can be watched from an older resourceVersion, at least; older ones answer 410
 * @param auditRetention how long audit records are kept, at least
 * @param objectMemory how many bytes of the heap all objects may take; null: the share that leaves room for everything else
 */
public record StorageConfig(
        @Nullable Path encryptionKeys,
        Duration history,
        Duration auditRetention,
        @Nullable Long objectMemory) {
    /** Keys in the data directory, ten minutes of history, ninety days of audit records. */
    public static StorageConfig defaults() {
        return new StorageConfig(null, Duration.ofMinutes(10), Duration.ofDays(90), null);
    }
}
