package dev.roadstead.backup.blob;

import dev.roadstead.backup.RepositoryException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Named objects. Thread-safe. Every call has a deadline and is tried again where that may help; then it throws
 * {@link RepositoryException}. Names are relative paths such as {@code data/3f/3f0a…}.
 */
public interface BlobStore extends AutoCloseable {
    /**
     * Stores an object, durably, all of it or nothing: nobody ever sees a part of one. One of this name is replaced.
     *
     * @param content some tens of MiB at most, in an array; its position does not move, and it is not looked at afterwards
     */
    void write(String name, ByteBuffer content);

    /** The same for all of an array. */
    default void write(String name, byte[] content) {
        write(name, ByteBuffer.wrap(content));
    }

    /** All of an object; empty when there is none of that name. */
    Optional<byte[]> read(String name);

    /**
     * A part of an object.
     *
     * @throws RepositoryException NOT_FOUND when there is no such object, DAMAGED when it is too short
     */
    byte[] read(String name, long offset, int length);

    /** The objects whose names begin so: {@code data/}, {@code manifests/}; in no order. */
    List<Blob> list(String prefix);

    /** Removes an object; that there is none counts as success. */
    void delete(String name);

    /** Where it is, for messages; without secrets. */
    String describe();

    @Override
    void close();

    /**
     * An object.
     *
     * @param bytes its size
     */
    record Blob(String name, long bytes) {}
}
