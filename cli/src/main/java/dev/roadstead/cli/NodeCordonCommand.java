package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.model.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps new containers away from a node. */
@Command(
        name = "cordon",
        description = "Place no new containers on a node; those that run there stay.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead node cordon web-3")
final class NodeCordonCommand implements Runnable {
    @NameOf(Kind.NODE)
    @Parameters(paramLabel = "NAME", description = "The node.")
    private String name;

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Node _ = NodeChange.with(
                dataDirOption.dataDir(), api -> NodeChange.patch(api, name, NodeChange.spec("unschedulable", true)));
        spec.commandLine().getOut().println("node " + name + " is cordoned: it gets no new containers");
    }
}
