package dev.roadstead.backup.restic;

/**
 * A blob in a pack.
 *
 * @param offset in the pack
 * @param length of the sealed bytes
 * @param clearLength of the content when it was compressed before it was sealed; 0 when it was not
 */
public record Entry(Id id, BlobType type, int offset, int length, int clearLength) {}
