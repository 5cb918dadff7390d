package dev.roadstead.cli.signin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The credential for one server, in a file that only its owner reads. Safe between processes. */
public final class CredentialFile {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String WAY_OUT = "sign in again with " + Invocation.of("login");

    private final Path file;

    /** @param home the folder of everything that Roadstead keeps */
    public CredentialFile(Path home, ApiServer server) {
        this.file = home.resolve("sign-ins").resolve(server.name() + ".json");
    }

    /** Null if there is none. */
    public @Nullable Credential read() {
        try {
            return Credential.of(MAPPER.readTree(Files.readString(file)));
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException e) {
            throw CliException.io("read " + file, e, WAY_OUT);
        }
    }

    /**
     * Replaces the credential by what is made of it, while no other process does.
     *
     * @param change gets null when there is none; null from it removes the file
     * @return what is in the file now
     */
    public @Nullable Credential update(UnaryOperator<@Nullable Credential> change) {
        try {
            Files.createDirectories(file.getParent(), permissions("rwx------"));
            Path lock = file.resolveSibling(file.getFileName() + ".lock");
            try (FileChannel channel = FileChannel.open(
                            lock,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            permissions("rw-------"));
                    FileLock _ = channel.lock()) {
                Credential next = change.apply(read());
                write(next);
                return next;
            }
        } catch (IOException e) {
            throw CliException.io("write " + file, e, WAY_OUT);
        }
    }

    private void write(@Nullable Credential next) throws IOException {
        if (next == null) {
            Files.deleteIfExists(file);
            return;
        }
        Path whole = Files.createTempFile(file.getParent(), "new-", ".json", permissions("rw-------"));
        Files.writeString(whole, next.toJson().toString());
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
