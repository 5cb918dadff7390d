package dev.roadstead.cli.state;

import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A data folder that appears when it is complete: a server that was started on half a state would take what the other
 * half names for orphans. Killed before, there is a folder beside it, which the next attempt removes.
 */
public final class NewDataDir {
    private final Path target;
    private final Path unfinished;

    private NewDataDir(Path target, Path unfinished) {
        this.target = target;
        this.unfinished = unfinished;
    }

    /**
     * Makes room.
     *
     * @throws CliException if there is something in the folder
     */
    public static NewDataDir at(Path target) {
        Path unfinished = target.resolveSibling(target.getFileName() + ".restoring");
        try {
            if (Files.exists(target)) {
                requireEmpty(target);
            }
            remove(unfinished);
            return new NewDataDir(target, unfinished);
        } catch (IOException e) {
            throw CliException.io("use " + target, e, "choose another folder with --data-dir");
        }
    }

    /** Where to put everything. */
    public Path unfinished() {
        return unfinished;
    }

    /** Lets it appear. */
    public void finish() {
        try {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CliException.io("rename " + unfinished + " to " + target, e, "do it by hand: it is complete");
        }
    }

    private static void requireEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            if (files.iterator().hasNext()) {
                throw new CliException("the data folder " + folder
                        + " is not empty; move it away, or choose another with" + " --data-dir");
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
