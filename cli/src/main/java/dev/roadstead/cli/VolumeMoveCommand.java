package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.volumes.Moving;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings a Volume to another node. */
@Command(
        name = "move",
        description = "Bring a volume to another node, with the containers that use it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is asked for; with --wait: the data is on the other node, and was found the same",
            "1:with --wait: it stays where it was, or is not there after the timeout",
            "2:wrong usage"
        },
        footerHeading = "%nIt is copied while containers use it; then they stop, what changed is copied, "
                + "both are compared, and the containers start on the other node. If anything fails they "
                + "run again where they were. What was there is kept for a day.%n%nExample:%n",
        footer = "  roadstead volume move data --to db-2 --namespace shop --wait")
final class VolumeMoveCommand implements Callable<Integer> {
    @NameOf(Kind.VOLUME)
    @Parameters(paramLabel = "NAME", description = "The volume.")
    private String name;

    @NameOf(Kind.NODE)
    @Option(names = "--to", paramLabel = "NODE", required = true, description = "The node that gets it.")
    private String node;

    @Mixin
    private NamespaceOption namespace;

    @Mixin
    private final WaitOptions waiting = new WaitOptions(Duration.ofDays(1));

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return NodeChange.with(dataDirOption.dataDir(), this::move);
    }

    private int move(ApiClient api) {
        var _ = Absence.require(api, ResourceType.NODE, "", node);
        Volume volume = Absence.require(api, ResourceType.VOLUME, namespace.name(), name);
        Progress progress = new Progress(spec.commandLine().getOut(), Progress.Ticker.system());
        Moving moving = Moving.ask(api, volume, node);
        progress.say("volume " + name + " goes to node " + node);
        return !waiting.wanted() || moving.await(progress, waiting.timeout()) ? ExitCode.OK : ExitCode.FAILED;
    }
}
