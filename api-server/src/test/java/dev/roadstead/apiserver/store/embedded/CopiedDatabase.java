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
    /** Its program, which is more than half and which nobody writes to, is linked if it is on the same disk. */
    private static final String COPY = """
            cp -al "$1" "$2" 2>/dev/null || { rm -rf "$2"; exec cp -a "$1" "$2"; }
            for each in "$1"/*; do
              [ "${each##*/}" = postgres ] && continue
              rm -rf "$2/${each##*/}"
              cp -a "$each" "$2/"
            done""";

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
            run("sh", "-ec", COPY, "copy", ORIGINAL.toString(), database.toString());
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
