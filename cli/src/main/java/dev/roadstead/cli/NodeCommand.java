package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What belongs to nodes. */
@Command(
        name = "node",
        description = "Find Docker engines, and take nodes in and out of use.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            NodeProbeCommand.class,
            NodeImportContextsCommand.class,
            NodeCordonCommand.class,
            NodeUncordonCommand.class,
            NodeDrainCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead node probe                       what this machine knows of engines",
            "  roadstead node import-contexts --apply     make nodes of docker contexts",
            "  roadstead node drain web-3 --wait          move its containers away"
        })
final class NodeCommand {}
