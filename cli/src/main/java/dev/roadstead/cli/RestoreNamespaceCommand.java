package dev.roadstead.cli;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.cli.backups.SpokenProgress;
import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.namespaces.ProjectArchives;
import dev.roadstead.cli.namespaces.ProjectPlan;
import dev.roadstead.cli.namespaces.ProjectRestore;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.reconcile.repository.BackupStores;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.model.NamespaceBackup;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume.Archive;
import dev.roadstead.model.VolumeBackup.Phase;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a namespace of a NamespaceBackup. */
@Command(
        name = "namespace",
        description = "Restore a whole project from a NamespaceBackup: its volumes and everything else it had.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is made; with --dry-run: everything could be",
            "1:refused before anything was made, or a volume did not get its data",
            "2:wrong usage"
        },
        footerHeading = "%nAll archives are read and compared before anything is made. Then the volumes "
                + "are filled, and when all have their data, what uses them is made. The namespace that "
                + "was backed up is not touched. Stopped half way, it goes on when it is repeated.%n%nExamples:%n",
        footer = {
            "  roadstead restore namespace shop-copy --backup nightly --from shop --dry-run",
            "  roadstead restore namespace shop-copy --backup nightly --from shop",
            "  roadstead restore namespace shop --archive offsite/3f0a12cd",
            "",
            "The last is for when the namespace is lost."
        })
final class RestoreNamespaceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The namespace that is made; may be there, without these objects.")
    private String name;

    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of these. */
    static final class What {
        @NameOf(Kind.NAMESPACE_BACKUP)
        @Option(names = "--backup", paramLabel = "NAME", description = "A NamespaceBackup of the namespace --from.")
        @Nullable
        String backup;

        @Option(
                names = "--archive",
                paramLabel = "REPOSITORY/ID",
                description = "A backup of kind namespace, as roadstead backup list shows it.")
        @Nullable
        String archive;
    }

    @NameOf(Kind.NAMESPACE)
    @Option(
            names = "--from",
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "The namespace that has the NamespaceBackup (default: ${DEFAULT-VALUE}).")
    private String from = "default";

    @NameOf(Kind.NODE)
    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "The node that gets all volumes; each goes where it was if absent.")
    private @Nullable String node;

    @Option(names = "--allow-empty", description = "Make volumes empty that are in no archive of the backup.")
    private boolean allowEmpty;

    @Option(names = "--dry-run", description = "Say what would be made, and make nothing.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "24h",
            converter = DurationConverter.class,
            description = "How long each volume may take to get its data; 24h by default.")
    private Duration timeout;

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return NodeChange.with(dataDirOption.dataDir(), this::restore);
    }

    private int restore(ApiClient api) {
        Archive place = what.archive == null ? ofBackup(api, String.valueOf(what.backup)) : archive(what.archive);
        var _ = Absence.require(api, ResourceType.BACKUP_REPOSITORY, "", place.repository());
        try (BackupStores stores = new BackupStores(api, InstantSource.system(), EgressPolicy.ALL);
                Repository repository = stores.open(place.repository())) {
            ProjectArchives archives = ProjectArchives.find(repository, place.id());
            ProjectPlan plan = ProjectPlan.of(archives, target(api, place.repository()));
            ProjectRestore restore = new ProjectRestore(api);
            restore.requireRoom(plan);
            return dryRun ? show(plan) : make(restore, plan, archives, repository);
        } catch (RepositoryException e) {
            throw new CliException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new CliException("the backup cannot be read: " + e.getMessage(), e);
        }
    }

    private Archive ofBackup(ApiClient api, String backup) {
        NamespaceBackup found = Absence.require(api, ResourceType.NAMESPACE_BACKUP, from, backup);
        NamespaceBackup.Status status = found.status();
        if (status == null || status.phase() != Phase.Completed || status.id() == null) {
            throw new CliException(
                    "NamespaceBackup " + backup + " is not complete" + (status == null ? "" : ": " + status.message()));
        }
        return new Archive(found.spec().repository(), status.id());
    }

    private static Archive archive(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new CliException("--archive is " + text + "; expected REPOSITORY/ID, as "
                    + Invocation.of("backup list") + " shows it");
        }
        return new Archive(text.substring(0, slash), text.substring(slash + 1));
    }

    private ProjectPlan.Target target(ApiClient api, String repository) {
        Set<String> nodes =
                api.list(ResourceType.NODE).items().stream().map(Node::key).collect(Collectors.toUnmodifiableSet());
        if (node != null && !nodes.contains(node)) {
            throw Absence.of(api, ResourceType.NODE, "", node);
        }
        return new ProjectPlan.Target(name, repository, node, nodes, allowEmpty);
    }

    private int show(ProjectPlan plan) {
        plan.lines().forEach(spec.commandLine().getOut()::println);
        spec.commandLine()
                .getOut()
                .println("nothing was made, and the volumes' archives were not read; repeat it without --dry-run");
        return ExitCode.OK;
    }

    private int make(ProjectRestore restore, ProjectPlan plan, ProjectArchives archives, Repository repository) {
        Progress progress = new Progress(spec.commandLine().getOut(), Progress.Ticker.system());
        for (Manifest volume : archives.volumes().values()) {
            progress.say("reading the backup of " + volume.subject());
            ProjectArchives.verify(
                    repository, volume, new SpokenProgress(spec.commandLine().getOut(), "read"));
        }
        plan.lines().forEach(progress::say);
        restore.run(plan, progress, timeout);
        return ExitCode.OK;
    }
}
