package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a second process off the data directory; the kernel lets go of it when its owner dies in whatever way. */
record DataDirLock(FileChannel channel) implements AutoCloseable {
    static DataDirLock acquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(Trees.permissions("rw-------")));
        if (tryLock(channel) == null) {
            channel.close();
            throw new IllegalStateException(file.getParent()
                    + " is in use by another Roadstead server; stop that one, or choose another --data-dir");
        }
        return new DataDirLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }
}
