package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Quantity;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Backs a volume up. */
@Command(
        name = "now",
        description = "Back a volume up, by its backup policy or to a repository that is named.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is asked for; with --wait: it is complete and was read back",
            "1:there is no such volume; with --wait: the backup failed, or is not complete after the timeout",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead backup now data --namespace shop --wait",
            "  roadstead backup now data --repository offsite --consistency stop"
        })
final class BackupNowCommand implements Callable<Integer> {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    @NameOf(Kind.VOLUME)
    @Parameters(paramLabel = "VOLUME", description = "Name of the Volume.")
    private String volume;

    @Mixin
    private NamespaceOption namespace;

    @NameOf(Kind.BACKUP_REPOSITORY)
    @Option(
            names = "--repository",
            paramLabel = "NAME",
            description = "The BackupRepository; that of the Volume's backup policy without it.")
    private @Nullable String repository;

    @Option(
            names = "--consistency",
            paramLabel = "HOW",
            description =
                    "What is done to the containers meanwhile: ${COMPLETION-CANDIDATES}; as the policy says without it.")
    private @Nullable Consistency consistency;

    @Mixin
    private final WaitOptions waiting = new WaitOptions(Duration.ofHours(1));

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return NodeChange.with(dataDirOption.dataDir(), this::backUp);
    }

    private int backUp(ApiClient api) {
        Volume found = Absence.require(api, ResourceType.VOLUME, namespace.name(), volume);
        if (repository != null) {
            var _ = Absence.require(api, ResourceType.BACKUP_REPOSITORY, "", repository);
        } else if (found.spec().backup() == null) {
            throw new CliException(
                    "Volume " + volume + " has no backup policy that names a repository; give --repository");
        }
        VolumeBackup asked = api.create(
                ResourceType.VOLUME_BACKUP,
                new VolumeBackup(
                        ObjectMeta.toCreate(
                                namespace.name(),
                                volume + "-" + SECOND.format(Instant.now()),
                                Map.of(),
                                List.of(),
                                List.of()),
                        new VolumeBackup.Spec(volume, repository, consistency, null),
                        null));
        Progress progress = new Progress(spec.commandLine().getOut(), Progress.Ticker.system());
        String name = asked.metadata().name();
        progress.say("asked for backup " + name + "; kubectl get vbk -n " + namespace.name() + " shows it");
        return waiting.wanted() ? await(api, progress, name) : ExitCode.OK;
    }

    private int await(ApiClient api, Progress progress, String name) {
        AtomicReference<String> said = new AtomicReference<>("");
        Optional<VolumeBackup.Status> end = progress.await("backup " + name, waiting.timeout(), () -> {
            VolumeBackup.Status status = status(api, name);
            if (status != null && !status.message().equals(said.getAndSet(status.message()))) {
                progress.say(status.message());
            }
            return Optional.ofNullable(status)
                    .filter(now -> now.phase() == Phase.Completed || now.phase() == Phase.Failed);
        });
        if (end.isEmpty()) {
            throw new CliException("after " + waiting.timeout().toSeconds() + " s backup " + name + " is not complete ("
                    + said.get() + "); it goes on");
        }
        VolumeBackup.Status status = end.get();
        if (status.phase() == Phase.Failed) {
            return ExitCode.FAILED;
        }
        progress.say("backup %s has %s files, %s bytes, %s of them new in repository %s"
                .formatted(
                        name, status.files(), text(status.bytes()), text(status.storedBytes()), status.repository()));
        return ExitCode.OK;
    }

    private static String text(@Nullable Quantity amount) {
        return amount == null ? "0" : amount.text();
    }

    private VolumeBackup.@Nullable Status status(ApiClient api, String name) {
        return api.find(ResourceType.VOLUME_BACKUP, namespace.name(), name)
                .orElseThrow(() -> new CliException("somebody deleted backup " + name))
                .status();
    }
}
