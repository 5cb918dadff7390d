package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files and directories with exact permissions, whatever the umask, and complete or absent. */
final class Trees {
    private Trees() {}

    static Set<PosixFilePermission> permissions(String symbolic) {
        return PosixFilePermissions.fromString(symbolic);
    }

    /** The directory, made if it is absent, with these permissions. */
    static Path createDirectory(Path directory, String permissions) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions("rwx------")));
        }
        Files.setPosixFilePermissions(directory, permissions(permissions));
        return directory;
    }

    /** Gives a complete directory its name; it is on disk before the name is. */
    static void moveInto(Path complete, Path name) throws IOException {
        for (Path path : walk(complete)) {
            if (!Files.isSymbolicLink(path)) {
                sync(path);
            }
        }
        rename(complete, name);
    }

    /** Gives something that is on disk its name. */
    static void rename(Path complete, Path name) throws IOException {
        Files.move(complete, name, StandardCopyOption.ATOMIC_MOVE);
        sync(name.resolveSibling("."));
    }

    /** Writes a private file that is complete or absent. */
    static void writePrivate(Path file, String content) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(permissions("rw-------")));
        Files.writeString(partial, content, StandardCharsets.UTF_8);
        moveInto(partial, file);
    }

    static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> paths = walk(root);
        for (Path path : paths.reversed()) {
            Files.delete(path);
        }
    }

    static void deleteChildren(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                delete(child);
            }
        }
    }

    /** Parents before their children; links are not followed. */
    static List<Path> walk(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
