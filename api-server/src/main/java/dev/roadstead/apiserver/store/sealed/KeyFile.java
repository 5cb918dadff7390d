package dev.roadstead.apiserver.store.sealed;

import dev.roadstead.apiserver.tls.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of a file that may change while the server runs. Thread-safe. */
public final class KeyFile implements Supplier<KeyRing> {
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final Set<PosixFilePermission> OF_OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private final Path file;
    private volatile Loaded loaded;

    /** What was wrong with the file at the last look; empty when nothing was. */
    private String problem = "";

    private record Loaded(KeyRing keys, FileTime modified) {}

    private KeyFile(Path file, Loaded loaded) {
        this.file = file;
        this.loaded = loaded;
    }

    /**
     * Reads the keys; makes a file with one new key (mode 0600) when there is none.
     *
     * @throws IOException if the file cannot be used; the message says why and what to do
     */
    public static KeyFile ensure(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            PrivateFile.write(file, KeyRing.generate(random).format());
            LOG.info("Made a key for the data at rest in {}; keep a copy in a safe place", file);
        }
        return open(file);
    }

    /**
     * Reads the keys of a file that must exist.
     *
     * @throws IOException as {@link #ensure}
     */
    public static KeyFile open(Path file) throws IOException {
        return new KeyFile(file, load(file));
    }

    /** The keys as last read. */
    @Override
    public KeyRing get() {
        return loaded.keys();
    }

    /** Reads the file if it was changed; keys that cannot be read do not replace those that could. */
    public synchronized void refresh() {
        try {
            if (!Files.getLastModifiedTime(file).equals(loaded.modified())) {
                loaded = load(file);
                LOG.info(
                        "Data at rest is encrypted with the key {} from now on",
                        loaded.keys().firstId());
            }
            problem = "";
        } catch (IOException e) {
            reportOnce(String.valueOf(e.getMessage()));
        }
    }

    private void reportOnce(String found) {
        if (!found.equals(problem)) {
            LOG.warn("Cannot read the changed keys, going on with {}: {}", loaded.keys(), found);
            problem = found;
        }
    }

    /**
     * Replaces the file's keys by what the change makes of them. Changes of several processes follow each other, for a key
     * that is lost takes with it what was encrypted with it meanwhile.
     *
     * @return the new keys
     */
    public synchronized KeyRing change(UnaryOperator<KeyRing> change) throws IOException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            KeyRing changed = change.apply(load(file).keys());
            PrivateFile.write(file, changed.format());
            loaded = load(file);
            return changed;
        }
    }

    /**
     * The id of the key that everything stored is known to be encrypted with; empty when that is not known.
     *
     * @throws IOException if the note beside the key file cannot be read
     */
    public String reached() throws IOException {
        return Files.exists(note()) ? Files.readString(note()).strip() : "";
    }

    /** Notes beside the key file that everything stored is encrypted with one key. */
    void report(String keyId) {
        try {
            PrivateFile.write(note(), keyId + "\n");
        } catch (IOException e) {
            LOG.warn("Cannot write {}: {}", note(), e.getMessage());
        }
    }

    private Path note() {
        return file.resolveSibling(file.getFileName() + ".in-use");
    }

    private static Loaded load(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw new IOException(
                    "the key file " + file + " can be read by others; make it private with: chmod 600 " + file);
        }
        FileTime modified = Files.getLastModifiedTime(file);
        try {
            return new Loaded(KeyRing.parse(Files.readString(file)), modified);
        } catch (IllegalArgumentException e) {
            throw new IOException("the key file " + file + " is not valid: " + e.getMessage(), e);
        }
    }
}
