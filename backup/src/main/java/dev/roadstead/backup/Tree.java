package dev.roadstead.backup;

/**
 * A volume's contents in figures.
 *
 * @param files members: files, directories, links
 * @param bytes of the files' contents
 * @param hash SHA-256 over all members in order of their paths: path, type, mode, owner, mtime in seconds, link target,
 *     xattrs, and the content's SHA-256; 64 hexadecimal digits. Equal trees have equal hashes on every engine.
 * @param changed files whose mtime is not before the backup's begin
 */
public record Tree(long files, long bytes, String hash, long changed) {}
