package dev.roadstead.apiserver.store.embedded;

import dev.roadstead.testkit.MadeDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the {@link MadeDatabase} at its first use in a JVM, and copies it for each server that a test starts. */
public final class CopiedDatabase {
    private static boolean made;

    private CopiedDatabase() {}

    /** Puts one into a server's folder, where servers have theirs, unless the folder has one. */
    public static void into(Path dataDir) {
        try {
            ensureOriginal();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        MadeDatabase.into(dataDir);
    }

    private static synchronized void ensureOriginal() throws IOException, InterruptedException {
        if (!made) {
            Path original = MadeDatabase.original();
            Path partial = original.resolveSibling(original.getFileName() + ".new");
            Trees.delete(original); // of another version, perhaps
            Trees.delete(partial);
            EmbeddedPostgres.start(partial).close();
            Files.move(partial, original);
            made = true;
        }
    }
}
