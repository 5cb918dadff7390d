package dev.roadstead.cli.daemon;

import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of everything that one server keeps.
 *
 * @param root absolute
 */
public record DataDir(Path root) {
    /** Credentials of the administrator, made by the server at its first start. */
    public Path adminKubeconfig() {
        return root.resolve("admin.kubeconfig");
    }

    /** What a server in the background prints. */
    public Path log() {
        return root.resolve("server.log");
    }

    Path lock() {
        return root.resolve("server.lock");
    }

    Path state() {
        return root.resolve("server.state");
    }

    /**
     * Makes the folder, for its owner alone, where it does not exist.
     *
     * @throws CliException if it cannot be made or written to
     */
    public void prepare() {
        try {
            if (!Files.isDirectory(root)) {
                Path parent = root.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw CliException.io("make the data folder " + root, e, "choose another with --data-dir");
        }
        if (!Files.isWritable(root)) {
            throw new CliException("the data folder " + root + " is not writable for " + System.getProperty("user.name")
                    + "; choose another with --data-dir, or change its owner");
        }
    }
}
