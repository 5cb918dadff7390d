package dev.roadstead.backup;

/**
 * An archive that is complete in the repository; not yet a backup.
 *
 * @param id restic's snapshot id
 * @param archiveHash SHA-256 of the tar stream, 64 hexadecimal digits
 * @param storedBytes that it added to the repository
 */
public record Written(String id, Tree tree, String archiveHash, long storedBytes) {}
