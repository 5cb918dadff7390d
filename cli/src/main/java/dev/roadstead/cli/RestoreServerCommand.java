package dev.roadstead.cli;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.cli.backups.Pipe;
import dev.roadstead.cli.backups.Texts;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.state.NewDataDir;
import dev.roadstead.cli.state.StateRestore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a data folder of a backup of a server. */
@Command(
        name = "server",
        description = "Make a data folder of the newest backup of a server; then start it with 'roadstead up'.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  roadstead restore server --repository /srv/backups --password-file key",
            "",
            "It fills the server's own embedded database only; a PostgreSQL server of yours has backups of its own.",
            "",
            "A VolumeRestore that was under way is not taken up again, and data that was replaced before the backup is "
                    + "kept for seven more days.",
            "",
            "Containers and volumes that still run are recognised and left as they are. Stop the old server first, should "
                    + "it still run: two with the same state would both work on them."
        })
final class RestoreServerCommand implements Runnable {
    @Mixin
    private RepositoryOption repository;

    @Option(names = "--id", paramLabel = "ID", description = "The backup's id; the newest of a server when absent.")
    private @Nullable String id;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (repository.isNamed()) {
            throw new CliException(
                    "\"" + repository.where() + "\" is a name, which only a running server knows; give the"
                            + " repository's address: a directory with a slash in it, or s3://...");
        }
        Path root = repository.dataDir().dataDir().root();
        NewDataDir target = NewDataDir.at(root);
        PrintWriter out = spec.commandLine().getOut();
        repository.use(opened -> {
            Manifest manifest = choose(opened);
            out.println("backup " + Texts.shortId(manifest) + " of " + manifest.completedAt() + ": reading all of it");
            verify(opened, manifest);
            int objects = restore(opened, manifest, target.unfinished());
            target.finish();
            out.println(objects + " objects are back in " + root + "; start the server with " + Invocation.of("up"));
            return objects;
        });
    }

    private Manifest choose(Repository opened) {
        if (id != null) {
            return opened.manifest(id);
        }
        List<Manifest> servers = opened.manifests().stream()
                .filter(manifest -> manifest.kind() == Manifest.Kind.server)
                .toList();
        if (servers.isEmpty()) {
            throw new CliException("there is no backup of a server in " + repository.where() + "; "
                    + Invocation.of("backup list") + " shows what there is");
        }
        if (servers.stream().map(Manifest::installation).distinct().count() > 1) {
            throw new CliException("there are servers of several installations in " + repository.where()
                    + "; choose one of " + Invocation.of("backup list") + " with --id");
        }
        return servers.getFirst();
    }

    private static void verify(Repository opened, Manifest manifest) {
        if (manifest.kind() != Manifest.Kind.server) {
            throw new CliException("backup " + Texts.shortId(manifest) + " is of a " + manifest.kind()
                    + " and not of a server; " + Invocation.of("backup list") + " shows the kinds");
        }
        Tree read = opened.verify(manifest.id(), Progress.NONE);
        if (!read.hash().equals(manifest.tree().hash())) {
            throw new CliException(
                    "backup " + Texts.shortId(manifest) + " is not what was written; restore another one with --id");
        }
    }

    private static int restore(Repository opened, Manifest manifest, Path into) throws IOException {
        return Pipe.run(
                out -> opened.restore(manifest.id(), Set.of(), out, Progress.NONE),
                new StateRestore(into, Instant.now())::readFrom,
                "interrupted; nothing was restored");
    }
}
