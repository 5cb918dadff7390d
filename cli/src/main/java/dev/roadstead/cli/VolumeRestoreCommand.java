package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.volumes.RestoreManifests;
import dev.roadstead.cli.volumes.Restoring;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeRestore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Restores a backup. */
@Command(
        name = "restore",
        description = "Restore a backup into a new volume, or in the place of a volume's data.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is asked for; with --wait: it was restored, and found the same",
            "1:with --wait: nothing was changed, or it has not ended after the timeout",
            "2:wrong usage"
        },
        footerHeading = "%nAll of the backup is read and compared before a container sees any of it. With "
                + "--swap the containers then stop, get the restored data, and start; what they had is "
                + "kept, and --undo gives it back.%n%nExamples:%n",
        footer = {
            "  roadstead volume restore copy --backup nightly-1 --wait  a new volume",
            "  roadstead volume restore copy --backup nightly-1 --path etc  one directory",
            "  roadstead volume restore data --backup nightly-1 --swap  in place of its data",
            "  roadstead volume restore data --undo                     what was there before"
        })
final class VolumeRestoreCommand implements Callable<Integer> {
    @NameOf(Kind.VOLUME)
    @Parameters(paramLabel = "NAME", description = "The volume that is made, or with --swap gets other data.")
    private String name;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of these. */
    static final class What {
        @NameOf(Kind.VOLUME_BACKUP)
        @Option(names = "--backup", paramLabel = "NAME", description = "A VolumeBackup of the namespace.")
        @Nullable
        String backup;

        @Option(
                names = "--archive",
                paramLabel = "REPOSITORY/ID",
                description =
                        "A backup in a repository; its id in full when it is of another namespace or installation.")
        @Nullable
        String archive;

        @Option(names = "--undo", description = "What the volume had before the last restore or move.")
        boolean undo;
    }

    @Option(names = "--swap", description = "In the place of the volume's data; its containers stop for a moment.")
    private boolean swap;

    @Option(names = "--path", paramLabel = "PATH", description = "Only this of the volume, and what is below it.")
    private List<String> paths = List.of();

    @NameOf(Kind.NODE)
    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "The node of the new volume; the one it was on if absent.")
    private @Nullable String node;

    @Mixin
    private NamespaceOption namespace;

    @Option(
            names = "--keep-old",
            paramLabel = "DURATION",
            defaultValue = "24h",
            converter = DurationConverter.class,
            description = "How long what was swapped out is kept; 24h by default.")
    private Duration keepOld;

    @Mixin
    private final WaitOptions waiting = new WaitOptions(Duration.ofDays(1));

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return NodeChange.with(dataDirOption.dataDir(), this::restore);
    }

    private int restore(ApiClient api) {
        VolumeRestore.Spec wanted = what.undo ? undo(api) : fromBackup(api);
        VolumeRestore made = api.create(
                ResourceType.VOLUME_RESTORE, RestoreManifests.named(namespace.name(), name, Instant.now(), wanted));
        Progress progress = new Progress(spec.commandLine().getOut(), Progress.Ticker.system());
        progress.say("VolumeRestore " + made.metadata().name() + " is made");
        return !waiting.wanted() || Restoring.await(api, progress, made, waiting.timeout())
                ? ExitCode.OK
                : ExitCode.FAILED;
    }

    private VolumeRestore.Spec undo(ApiClient api) {
        Volume volume = Absence.require(api, ResourceType.VOLUME, namespace.name(), name);
        return RestoreManifests.undo(volume, keepOld)
                .orElseThrow(() -> new CliException("volume " + name + " of namespace " + namespace.name()
                        + " has nothing that it had before; its status.replaced lists what is kept"));
    }

    private VolumeRestore.Spec fromBackup(ApiClient api) {
        VolumeRestore.Spec wanted = RestoreManifests.fromBackup(
                        what.backup, what.archive, name, node, swap, paths, keepOld)
                .orElseThrow(() -> new CliException("--archive is " + what.archive + "; expected REPOSITORY/ID, as "
                        + Invocation.of("backup list") + " shows it"));
        if (what.backup != null) {
            var _ = Absence.require(api, ResourceType.VOLUME_BACKUP, namespace.name(), what.backup);
        }
        if (wanted.archive() != null) {
            var _ = Absence.require(
                    api, ResourceType.BACKUP_REPOSITORY, "", wanted.archive().repository());
        }
        if (swap) {
            var _ = Absence.require(api, ResourceType.VOLUME, namespace.name(), name);
        }
        if (node != null) {
            var _ = Absence.require(api, ResourceType.NODE, "", node);
        }
        return wanted;
    }
}
