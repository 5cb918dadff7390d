package dev.roadstead.cli;

import dev.roadstead.apiserver.store.sealed.KeyFile;
import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --encryption-keys}, the same for every command that has it. */
final class EncryptionKeysOption {
    @Mixin
    private DataDirOption dataDir;

    @Option(
            names = "--encryption-keys",
            paramLabel = "FILE",
            description =
                    "The keys that stored Secrets are encrypted with; by default encryption-keys in the data folder.")
    private @Nullable Path file;

    /** Null when none was named. */
    @Nullable
    Path named() {
        return file == null ? null : file.toAbsolutePath().normalize();
    }

    Path path() {
        Path named = named();
        return named == null ? dataDir.dataDir().root().resolve("encryption-keys") : named;
    }

    DataDirOption dataDir() {
        return dataDir;
    }

    /** @throws CliException if there is no such file, or it is not valid */
    KeyFile open() {
        try {
            return KeyFile.open(path());
        } catch (IOException e) {
            throw CliException.io(
                    "read the keys " + path(),
                    e,
                    "has the server run on this data folder? It makes them when it starts");
        }
    }
}
