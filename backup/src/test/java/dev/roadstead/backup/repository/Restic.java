package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Tree;
import dev.roadstead.backup.tar.CheckedTar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real restic, working on a directory. */
final class Restic {
    private final Path repository;
    private final String password;
    private final Path cache;

    Restic(Path repository, String password, Path cache) {
        this.repository = repository;
        this.password = password;
        this.cache = cache;
    }

    /** Runs it, expects it to succeed, and returns what it said. */
    String run(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("restic", "--quiet", "--cache-dir", cache.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RESTIC_REPOSITORY", repository.toString());
        builder.environment().put("RESTIC_PASSWORD", password);
        var process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + ": " + said)
                .isZero();
        return said;
    }

    /** A directory as GNU tar archives it, in the order that archives have to have. */
    static ProcessBuilder tar(Path directory) {
        var builder = new ProcessBuilder(
                        "tar",
                        "--sort=name",
                        "--format=posix",
                        "--xattrs",
                        "--numeric-owner",
                        "-C",
                        directory.toString(),
                        "-c",
                        ".")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** What is in a directory. */
    static Tree tree(Path directory) throws IOException {
        try (var tar = new CheckedTar(tar(directory).start().getInputStream())) {
            tar.transferTo(OutputStream.nullOutputStream());
            return tar.tree();
        }
    }
}
