package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.volumes.VolumeManifests;
import dev.roadstead.cli.volumes.VolumeReady;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.controller.plan.Reasons;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import dev.roadstead.model.Volume.ReclaimPolicy;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a Volume of a Docker volume that is there. */
@Command(
        name = "import",
        description = "Make a Volume that uses a Docker volume as it is, without a copy.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nThe Docker volume stays what it is, and it stays when the Volume is deleted.%n"
                + "One that Roadstead did not make is the host's own: the namespace needs the%n"
                + "label roadstead.dev/policy=privileged.%n%nExample:%n",
        footer = "  roadstead volume import pgdata --node db-1 --namespace shop --name data")
final class VolumeImportCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameters(paramLabel = "DOCKER_VOLUME", description = "Its name, as docker volume ls shows it.")
    private String dockerVolume;

    @NameOf(Kind.NODE)
    @Option(names = "--node", paramLabel = "NAME", required = true, description = "The node that has it.")
    private String node;

    @Mixin
    private NamespaceOption namespace;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the Volume; made of the Docker volume's without it.")
    private String name = "";

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Progress progress = new Progress(spec.commandLine().getOut(), Progress.Ticker.system());
        NodeChange.with(dataDirOption.dataDir(), api -> {
            take(api, progress);
            return ExitCode.OK;
        });
    }

    private void take(ApiClient api, Progress progress) {
        Absence.requireNamespace(api, namespace.name());
        var _ = Absence.require(api, ResourceType.NODE, "", node);
        String chosen = name.isEmpty() ? VolumeManifests.name(dockerVolume) : name;
        Volume made = api.create(
                ResourceType.VOLUME,
                VolumeManifests.importing(namespace.name(), chosen, node, dockerVolume, ReclaimPolicy.Retain));
        try {
            VolumeReady.await(api, progress, made, PATIENCE, ready -> needsAPerson(api, ready));
        } catch (VolumeReady.HopelessException e) {
            api.delete(
                    ResourceType.VOLUME,
                    namespace.name(),
                    chosen,
                    String.valueOf(made.metadata().uid()));
            throw new CliException(e.getMessage() + " (the Volume was taken back; run this again afterwards)", e);
        }
        progress.say("Volume " + made.key() + " uses Docker volume " + dockerVolume + " of node " + node
                + "; mount it with {mountPath: /path, volume: " + chosen + "}");
    }

    /** The controllers may not have seen yet that the namespace was granted what they refuse. */
    private boolean needsAPerson(ApiClient api, Condition ready) {
        return switch (ready.reason()) {
            case Reasons.NO_SUCH_DOCKER_VOLUME -> true;
            case Reasons.REFUSED ->
                PolicyLevel.of(api.find(ResourceType.NAMESPACE, "", namespace.name())
                                .orElse(null))
                        != PolicyLevel.PRIVILEGED;
            default -> false;
        };
    }
}
