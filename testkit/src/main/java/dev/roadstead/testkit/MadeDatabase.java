package dev.roadstead.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * The database that the API server's tests made once, empty and stopped, for every server that a test starts: to unpack
 * PostgreSQL and to initialize a cluster takes seconds of a processor, to copy one a tenth of that.
 */
public final class MadeDatabase {
    /** Its program, which is more than half and which nobody writes to, is linked if it is on the same disk. */
    private static final String COPY = """
            cp -al "$1" "$2" 2>/dev/null || { rm -rf "$2"; exec cp -a "$1" "$2"; }
            for each in "$1"/*; do
              [ "${each##*/}" = postgres ] && continue
              rm -rf "$2/${each##*/}"
              cp -a "$each" "$2/"
            done""";

    private MadeDatabase() {}

    /** Where it is, if it has been made in this build or an earlier one. */
    public static Path original() {
        return Path.of(System.getProperty("project.root"), "api-server", "target", "test-postgres-original");
    }

    /**
     * Puts a copy into a server's folder, where servers have theirs. Does nothing if the folder has one, or if none has
     * been made: then the server makes its own.
     *
     * @param dataDir made if absent
     */
    public static void into(Path dataDir) {
        Path database = dataDir.resolve("database");
        if (Files.exists(database) || !Files.exists(original())) {
            return;
        }
        try {
            Files.createDirectories(
                    dataDir, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            // Owners too: a server that root starts runs as somebody else.
            ProgramImages.run(
                    List.of("sh", "-ec", COPY, "copy", original().toString(), database.toString()), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
