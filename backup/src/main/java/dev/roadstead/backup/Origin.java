package dev.roadstead.backup;

import java.time.Instant;

/**
 * What an archive is of, as restic shows it too.
 *
 * @param host restic's hostname: the installation's id
 * @param path restic's path and what earlier archives of the same thing are found by: {@code /<namespace>/<volume>}
 * @param startedAt by the engine's clock
 */
public record Origin(String host, String path, Instant startedAt) {}
