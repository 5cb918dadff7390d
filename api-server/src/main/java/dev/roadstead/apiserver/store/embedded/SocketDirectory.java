package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Chooses the private directory of the server's socket. */
final class SocketDirectory {
    /** What fits in sockaddr_un, see unix(7). */
    private static final int MAX_PATH_BYTES = 107;

    private SocketDirectory() {}

    /** {@code run} in the data directory; if that is too long for a socket's path, a new one in a shorter place. */
    static Path create(Path dataDir, int port, ServerAccount account) throws IOException {
        Path inside = dataDir.resolve("run");
        Path directory = fits(inside, port) ? Trees.createDirectory(inside, "rwx------") : elsewhere();
        account.own(directory);
        return directory;
    }

    /** Removes a directory that only this run knows of. */
    static void remove(Path directory, Path dataDir) throws IOException {
        if (!directory.startsWith(dataDir)) {
            Trees.delete(directory);
        }
    }

    private static boolean fits(Path directory, int port) {
        byte[] path = directory.resolve(".s.PGSQL." + port).toString().getBytes(StandardCharsets.UTF_8);
        return path.length <= MAX_PATH_BYTES;
    }

    private static Path elsewhere() throws IOException {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && Files.isWritable(Path.of(runtime))) {
            return Files.createTempDirectory(Path.of(runtime), "roadstead-");
        }
        // A new name, made by us alone: one that could be guessed might be there already, and another's.
        return Files.createTempDirectory(Path.of("/tmp"), "roadstead-");
    }
}
