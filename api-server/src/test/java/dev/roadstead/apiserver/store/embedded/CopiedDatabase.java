package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A database that was made once and is copied for each server that a test starts: to unpack PostgreSQL and to initialize a
 * cluster takes seconds of a processor, to copy one a tenth of that. It is empty, and stopped.
 */
public final class CopiedDatabase {
    private static final Path ORIGINAL = Path.of("target", "test-postgres-original");

    private static boolean made;

    private CopiedDatabase() {}

    /** Puts one into a server's folder, where servers have theirs, unless the folder has one. */
    public static void into(Path dataDir) {
        Path database = dataDir.resolve("database");
        if (Files.exists(database)) {
            return;
        }
        try {
            ensureOriginal();
            Files.createDirectories(dataDir, PosixFilePermissions.asFileAttribute(Trees.permissions("rwx------")));
            // Owners too: a server that root starts runs as somebody else.
            run("cp", "-a", ORIGINAL.toString(), database.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static synchronized void ensureOriginal() throws IOException, InterruptedException {
        if (!made) {
            Trees.delete(ORIGINAL); // of another version, perhaps
            EmbeddedPostgres.start(ORIGINAL).close();
            made = true;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code);
        }
    }
}
