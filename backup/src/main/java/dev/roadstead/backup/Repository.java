package dev.roadstead.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;

/**
 * Backups in one place. Thread-safe; several processes may use it at once, with restic's locks. Memory does not grow with
 * a backup's size. Every method throws {@link RepositoryException}; interrupting the thread ends it soon.
 */
public interface Repository extends AutoCloseable {
    /** restic's repository id. */
    String id();

    /**
     * Stores a tar stream and returns when all of it is durable. Killed before, nothing of it is listed.
     *
     * @throws RepositoryException REFUSED when a member is not to be kept (invariant I22) or the stream ends too early
     * @throws IOException what reading the stream threw
     */
    Written write(Origin origin, InputStream tar, Progress progress) throws IOException;

    /** Reads all of an archive back, hashing every chunk and the whole; the caller compares. */
    Tree verify(String id, Progress progress);

    /** Makes an archive a backup. It must have been verified. */
    void commit(Manifest manifest);

    /** All backups, newest first; archives without a manifest are none. A manifest that is damaged is left out and logged. */
    List<Manifest> manifests();

    /**
     * The manifest of one.
     *
     * @param id or its first 8 digits or more
     * @throws RepositoryException NOT_FOUND
     */
    Manifest manifest(String id);

    /**
     * Writes an archive as a tar stream.
     *
     * @param paths what is wanted, relative to the volume, with what is below and the directories above; all when empty
     * @return what was written
     * @throws RepositoryException DAMAGED before any altered byte is written
     * @throws IOException what writing threw
     */
    Tree restore(String id, Set<String> paths, OutputStream tar, Progress progress) throws IOException;

    /** Compares indexes, packs, trees and manifests; reads all data too if asked. */
    CheckReport check(boolean readData, Progress progress);

    /**
     * Removes the backups, manifest first, and then what nothing refers to any more. Crash-safe: killed anywhere, what is
     * kept is whole. Archives without a manifest that are older than a day are swept too.
     */
    PruneReport prune(Set<String> remove, Progress progress);

    @Override
    void close();

    /** What a check found; {@code damage} is empty when all is right. */
    record CheckReport(long packs, long bytes, int backups, List<String> damage) {}

    /** What pruning did. */
    record PruneReport(Set<String> removed, long packsRemoved, long packsRewritten, long bytesFreed) {}
}
