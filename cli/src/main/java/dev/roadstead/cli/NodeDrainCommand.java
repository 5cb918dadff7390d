package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves a node's containers away. */
@Command(
        name = "drain",
        description = "Move a node's containers to other nodes, each replaced before it goes, and place no new ones.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is asked for; with --wait: the node is empty",
            "1:with --wait: something is left after the timeout, or does not move by itself",
            "2:wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  roadstead node drain web-3 --wait", "  roadstead node uncordon web-3    take it into use again"})
final class NodeDrainCommand implements Callable<Integer> {
    @NameOf(Kind.NODE)
    @Parameters(paramLabel = "NAME", description = "The node.")
    private String name;

    @Mixin
    private final WaitOptions waiting = new WaitOptions(Duration.ofMinutes(10));

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return NodeChange.with(dataDirOption.dataDir(), this::drain);
    }

    private int drain(ApiClient api) {
        Node asked = NodeChange.patch(api, name, NodeChange.spec("drain", true));
        Progress progress = new Progress(spec.commandLine().getOut(), Progress.Ticker.system());
        progress.say("node " + name + " is being drained: it gets no new containers, and those it has move away");
        if (!waiting.wanted()) {
            return ExitCode.OK;
        }
        long generation = asked.metadata().generation();
        AtomicReference<String> said = new AtomicReference<>("");
        Optional<Condition> end = progress.await("node " + name + " to be empty", waiting.timeout(), () -> {
            Optional<Condition> drained = drained(api, generation);
            drained.map(Condition::message)
                    .filter(message -> !message.equals(said.getAndSet(message)))
                    .ifPresent(progress::say);
            return drained.filter(c -> !c.reason().equals("Draining"));
        });
        if (end.isEmpty()) {
            throw new CliException("after " + waiting.timeout().toSeconds() + " s node " + name + " is not empty ("
                    + said.get() + "); it goes on, and kubectl describe of the applications says what holds them up");
        }
        return end.get().status() == Condition.Status.True ? ExitCode.OK : ExitCode.FAILED;
    }

    private Optional<Condition> drained(ApiClient api, long generation) {
        Node node = Absence.require(api, ResourceType.NODE, "", name);
        if (!node.spec().drain()) {
            throw new CliException("somebody took node " + name + " into use again; it is no longer drained");
        }
        Node.Status status = node.status();
        return status == null
                ? Optional.empty()
                : status.conditions().stream()
                        .filter(c -> c.type().equals("Drained"))
                        .filter(c -> c.observedGeneration() != null && c.observedGeneration() >= generation)
                        .findFirst();
    }
}
