package dev.roadstead.cli.backups;

import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Unpacks a tar stream into a directory with the machine's own tar program, which keeps owners, modes, times, links and
 * extended attributes as far as this user may. The stream comes from a repository, where no member that leaves the root
 * is ever stored.
 */
public final class Unpacker implements AutoCloseable {
    private final Path directory;
    private final Process tar;

    private Unpacker(Path directory, Process tar) {
        this.directory = directory;
        this.tar = tar;
    }

    /**
     * Starts unpacking.
     *
     * @param directory made when missing
     * @throws CliException if there is something in it already, or no tar program
     */
    public static Unpacker into(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            if (files.iterator().hasNext()) {
                throw new CliException(directory + " is not empty; name another directory with --to");
            }
        }
        List<String> command =
                List.of("tar", "-x", "-p", "--numeric-owner", "--xattrs", "-C", directory.toString(), "-f", "-");
        try {
            Process tar = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Unpacker(directory, tar);
        } catch (IOException e) {
            throw CliException.io("run tar", e, "install it, or use --to - and unpack elsewhere");
        }
    }

    /** Where the tar stream goes. */
    public OutputStream input() {
        return tar.getOutputStream();
    }

    /** Returns when everything is unpacked. */
    public void finish() throws IOException, InterruptedException {
        tar.getOutputStream().close();
        int code = tar.waitFor();
        if (code != 0) {
            throw new CliException("tar ended with " + code + ", so " + directory + " is not complete; see above");
        }
    }

    @Override
    public void close() {
        tar.destroyForcibly();
    }
}
