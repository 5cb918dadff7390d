package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.volumes.VolumeManifests;
import dev.roadstead.cli.volumes.VolumeReady;
import dev.roadstead.cli.volumes.VolumeTables;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.RetainedVolume;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.ReclaimPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Removes retained data by the one way that removes data at all: a Volume takes it over, with reclaimPolicy Delete, and is
 * deleted.
 */
@Command(
        name = "rm-retained",
        description = "Remove data that outlived its Volume. It cannot be brought back.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead volume rm-retained shop.data --node db-1 --yes")
final class VolumeRmRetainedCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @NameOf(Kind.RETAINED_VOLUME)
    @Parameters(paramLabel = "DOCKER_VOLUME", description = "Its name, as roadstead volume retained shows it.")
    private String dockerVolume;

    @NameOf(Kind.NODE)
    @Option(names = "--node", paramLabel = "NAME", required = true, description = "The node that has it.")
    private String node;

    @Option(names = "--yes", description = "Really; without it, it is only said what would be removed.")
    private boolean yes;

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Progress progress = new Progress(spec.commandLine().getOut(), Progress.Ticker.system());
        return NodeChange.with(dataDirOption.dataDir(), api -> remove(api, progress));
    }

    private int remove(ApiClient api, Progress progress) {
        Node found = Absence.require(api, ResourceType.NODE, "", node);
        List<RetainedVolume> retained = VolumeTables.of(found);
        RetainedVolume kept = retained.stream()
                .filter(each -> each.dockerVolume().equals(dockerVolume))
                .findFirst()
                .orElseThrow(() -> Absence.of(
                        "retained Docker volume " + dockerVolume + " on node " + node,
                        retained.stream().map(RetainedVolume::dockerVolume).toList()));
        if (!yes) {
            progress.say("this would remove Docker volume " + dockerVolume + " of node " + node
                    + ", the data of Volume " + kept.namespace() + "/" + kept.volume() + "; repeat it with --yes");
            return ExitCode.FAILED;
        }
        Volume made = api.create(
                ResourceType.VOLUME,
                VolumeManifests.importing(
                        kept.namespace(),
                        "removing-" + VolumeManifests.name(dockerVolume),
                        node,
                        dockerVolume,
                        ReclaimPolicy.Delete));
        VolumeReady.await(api, progress, made, PATIENCE);
        api.delete(
                ResourceType.VOLUME,
                kept.namespace(),
                made.metadata().name(),
                made.metadata().requireUid());
        Optional<Boolean> gone = progress.await(
                "Docker volume " + dockerVolume,
                PATIENCE,
                () -> api.find(
                                        ResourceType.VOLUME,
                                        kept.namespace(),
                                        made.metadata().name())
                                .isEmpty()
                        ? Optional.of(true)
                        : Optional.empty());
        if (gone.isEmpty()) {
            throw new CliException("Docker volume " + dockerVolume + " is not removed yet; kubectl describe vol -n "
                    + kept.namespace() + " " + made.metadata().name() + " says why");
        }
        progress.say("removed Docker volume " + dockerVolume + " of node " + node);
        return ExitCode.OK;
    }
}
