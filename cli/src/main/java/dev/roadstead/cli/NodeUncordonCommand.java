package dev.roadstead.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.model.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a node into use again. */
@Command(
        name = "uncordon",
        description = "Take a node that was cordoned or drained into use again. Nothing moves back by itself.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead node uncordon web-3")
final class NodeUncordonCommand implements Runnable {
    @NameOf(Kind.NODE)
    @Parameters(paramLabel = "NAME", description = "The node.")
    private String name;

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        ObjectNode both = NodeChange.spec("unschedulable", false);
        both.withObject("/spec").put("drain", false);
        Node _ = NodeChange.with(dataDirOption.dataDir(), api -> NodeChange.patch(api, name, both));
        spec.commandLine().getOut().println("node " + name + " is in use");
    }
}
