package dev.roadstead.cli;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Origin;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.Written;
import dev.roadstead.cli.backups.Pipe;
import dev.roadstead.cli.backups.Texts;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Sizes;
import dev.roadstead.cli.state.StateArchive;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Backs up the control plane itself. */
@Command(
        name = "server",
        description = "Back up all objects of the running server, Secrets too, with its keys and tokens.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  roadstead backup server --repository nightly",
            "",
            "The data of volumes is not in it: their own backups are. 'roadstead restore server' brings it back."
        })
final class BackupServerCommand implements Runnable {
    @Mixin
    private RepositoryOption repository;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (HttpApiClient api = AdminClient.open(repository.dataDir().dataDir().adminKubeconfig())) {
            Instant now = Instant.now();
            StateArchive state =
                    new StateArchive(api, repository.dataDir().dataDir().root(), now);
            Manifest manifest = repository.use(opened -> backUp(opened, state, now));
            spec.commandLine()
                    .getOut()
                    .println("backup " + Texts.shortId(manifest) + " of the server: "
                            + manifest.tree().files() + " files, "
                            + Sizes.text(manifest.tree().bytes()) + ", read back and found right");
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
    }

    private static Manifest backUp(Repository opened, StateArchive state, Instant now) throws IOException {
        String installation = state.installation();
        Written written = write(opened, state, new Origin(installation, "/server", now));
        Tree read = opened.verify(written.id(), Progress.NONE);
        if (!read.hash().equals(written.tree().hash())) {
            throw new CliException("what was read back is not what was written; the backup does not count. Check the"
                    + " repository with " + Invocation.of("backup check") + ", and this machine's memory");
        }
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                written.id(),
                Manifest.Kind.server,
                installation,
                null,
                null,
                "server",
                null,
                now,
                Instant.now(),
                "Hot",
                written.tree(),
                written.storedBytes(),
                written.archiveHash(),
                Map.of());
        opened.commit(manifest);
        return manifest;
    }

    private static Written write(Repository opened, StateArchive state, Origin origin) throws IOException {
        return Pipe.run(state::writeTo, in -> opened.write(origin, in, Progress.NONE), "interrupted");
    }
}
