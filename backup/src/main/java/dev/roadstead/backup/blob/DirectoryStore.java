package dev.roadstead.backup.blob;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Objects as files below a directory. A file is written beside the others, in {@code tmp}, and gets its name when all of
 * it is on the disk, and then the name is too.
 */
public final class DirectoryStore implements BlobStore {
    private static final Duration ABANDONED = Duration.ofDays(1);

    /** Java copies what it writes or reads to memory outside the heap, and keeps as much for each thread. */
    private static final int PIECE = 256 << 10;

    private final Path root;
    private final Path unfinished;

    /**
     * @param root made when it is not there
     * @throws RepositoryException DENIED when it is no directory that can be written to
     */
    public DirectoryStore(Path root, InstantSource clock) {
        this.root = root.toAbsolutePath().normalize();
        this.unfinished = this.root.resolve("tmp");
        try {
            Files.createDirectories(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            removeAbandoned(clock.instant().minus(ABANDONED));
        } catch (IOException e) {
            throw failed("make or use", root, 0, e);
        }
    }

    @Override
    public void write(String name, ByteBuffer content) {
        Path file = file(name);
        Path unnamed = unfinished.resolve(UUID.randomUUID().toString());
        try {
            makeParents(file);
            try (var channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (int at = 0; at < content.remaining(); ) {
                    int length = Math.min(PIECE, content.remaining() - at);
                    at += channel.write(content.slice(content.position() + at, length));
                }
                channel.force(true);
            }
            Files.move(unnamed, file, StandardCopyOption.ATOMIC_MOVE);
            force(parent(file));
        } catch (IOException e) {
            discard(unnamed, e);
            throw failed("write", file, content.remaining(), e);
        }
    }

    @Override
    public Optional<byte[]> read(String name) {
        Path file = file(name);
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException | NotDirectoryException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, 0, e);
        }
    }

    @Override
    public byte[] read(String name, long offset, int length) {
        Path file = file(name);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var part = ByteBuffer.allocate(length);
            while (part.position() < length) {
                part.limit(Math.min(length, part.position() + PIECE));
                if (channel.read(part, offset + part.position()) < 0) {
                    throw new EOFException("it has " + channel.size() + " bytes");
                }
            }
            return part.array();
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new RepositoryException(Kind.NOT_FOUND, "There is no " + file + ".", e);
        } catch (EOFException e) {
            throw new RepositoryException(
                    Kind.DAMAGED,
                    file + " is too short: bytes " + offset + " to " + (offset + length) + " were expected, "
                            + e.getMessage() + ".",
                    e);
        } catch (IOException e) {
            throw failed("read", file, 0, e);
        }
    }

    @Override
    public List<Blob> list(String prefix) {
        Path directory = file(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        var found = new ArrayList<Blob>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                    return path.equals(unfinished) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                    String name = root.relativize(path).toString();
                    if (attributes.isRegularFile() && name.startsWith(prefix)) {
                        found.add(new Blob(name, attributes.size()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw failed("list", directory, 0, e);
        }
        return found;
    }

    @Override
    public void delete(String name) {
        Path file = file(name);
        try {
            if (Files.deleteIfExists(file)) {
                force(parent(file));
            }
        } catch (IOException e) {
            throw failed("remove", file, 0, e);
        }
    }

    @Override
    public String describe() {
        return "directory " + root;
    }

    @Override
    public void close() {}

    private Path file(String name) {
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root)) {
            throw new IllegalArgumentException("\"" + name + "\" is not a name of an object");
        }
        return file;
    }

    /** A new directory's name must be as durable as what is in it. */
    private void makeParents(Path file) throws IOException {
        Path parent = parent(file);
        if (Files.isDirectory(parent)) {
            return;
        }
        Files.createDirectories(parent);
        // The parent itself when the file has its name.
        for (Path made = parent(parent); made.startsWith(root) && !made.equals(root.getRoot()); made = parent(made)) {
            force(made);
        }
    }

    private static Path parent(Path file) {
        return Objects.requireNonNull(file.getParent(), "every object is below the root");
    }

    private static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void discard(Path unnamed, IOException failure) {
        try {
            Files.deleteIfExists(unnamed);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void removeAbandoned(Instant before) throws IOException {
        try (var files = Files.newDirectoryStream(unfinished)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Java has no error numbers: full and read-only are asked of the file system itself. */
    private RepositoryException failed(String action, Path what, long bytes, IOException e) {
        String message = "Cannot " + action + " " + what + ": " + reason(e);
        if (Thread.currentThread().isInterrupted()) {
            return new RepositoryException(Kind.UNREACHABLE, message + ": interrupted.", e);
        }
        if (isDenied(e)) {
            return new RepositoryException(
                    Kind.DENIED, message + ". Give the user that the server runs as the right to write there.", e);
        }
        if (isFull(bytes, e)) {
            return new RepositoryException(
                    Kind.FULL, message + ". Make room there, or let old backups expire and prune.", e);
        }
        return new RepositoryException(Kind.UNREACHABLE, message + ".", e);
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName().replace("Exception", "");
        return e instanceof java.nio.file.FileSystemException known && known.getReason() != null
                ? known.getReason()
                : name + (e.getMessage() == null ? "" : " " + e.getMessage());
    }

    private boolean isDenied(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException
                || e instanceof FileAlreadyExistsException
                || e instanceof NotDirectoryException
                || reason(e).contains("Not a directory")) {
            return true;
        }
        try {
            return Files.getFileStore(existing()).isReadOnly();
        } catch (IOException _) {
            return false;
        }
    }

    private boolean isFull(long bytes, IOException e) {
        if (reason(e).contains("No space left") || reason(e).contains("quota exceeded")) {
            return true;
        }
        try {
            return Files.getFileStore(existing()).getUsableSpace() < bytes;
        } catch (IOException _) {
            return false;
        }
    }

    private Path existing() {
        Path path = root;
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        return path;
    }
}
