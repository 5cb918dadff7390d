package dev.roadstead.backup;

/**
 * An archive that is complete in the repository; not yet a backup.
 *
 * @param id restic's snapshot id
 * @param archiveHash SHA-256, 64 hexadecimal digits, of the tar stream with each file's content replaced by the content's
 *     SHA-256: so the content goes through that one time less
 * @param storedBytes that it added to the repository
 */
public record Written(String id, Tree tree, String archiveHash, long storedBytes) {}
