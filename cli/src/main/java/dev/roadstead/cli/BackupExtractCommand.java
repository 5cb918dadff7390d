package dev.roadstead.cli;

import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.cli.backups.SpokenProgress;
import dev.roadstead.cli.backups.Unpacker;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Sizes;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes files out of a backup. */
@Command(
        name = "extract",
        description = "Take a backup's files, or some of them, out of a repository.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead backup extract 3f0a12cd --to restored --repository nightly",
            "  roadstead backup extract 3f0a12cd etc --to - --repository nightly | tar -tv"
        })
final class BackupExtractCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "ID", description = "The backup's id, or its first 8 digits.")
    private String id;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "A file or directory in it, without a slash in front; everything when absent.")
    private @Nullable String path;

    @Option(
            names = "--to",
            paramLabel = "DIR|-",
            required = true,
            description = "A directory that is empty or not there; - writes a tar stream to standard output.")
    private String to;

    @Mixin
    private RepositoryOption repository;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Tree tree = repository.use(opened -> to.equals("-") ? toOutput(opened) : toDirectory(opened, Path.of(to)));
        spec.commandLine()
                .getErr()
                .println(tree.files() + " files, " + Sizes.text(tree.bytes()) + (to.equals("-") ? "" : " in " + to));
    }

    private Tree toOutput(Repository opened) throws IOException {
        // Not closed: standard output is the process's.
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        Tree tree = restore(opened, out);
        out.flush();
        return tree;
    }

    private Tree toDirectory(Repository opened, Path directory) throws IOException {
        try (Unpacker unpacker = Unpacker.into(directory)) {
            Tree tree = restore(opened, unpacker.input());
            unpacker.finish();
            return tree;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted; what is in " + directory + " is not complete", e);
        }
    }

    private Tree restore(Repository opened, OutputStream out) throws IOException {
        String whole = opened.manifest(id).id();
        Set<String> paths = path == null ? Set.of() : Set.of(path);
        return opened.restore(
                whole, paths, out, new SpokenProgress(spec.commandLine().getErr(), "extracted"));
    }
}
