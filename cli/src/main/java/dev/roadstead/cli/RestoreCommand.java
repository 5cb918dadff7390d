package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What can be brought back. */
@Command(
        name = "restore",
        description = "Bring a server back after its data folder was lost, or a whole project from its backup.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RestoreServerCommand.class, RestoreNamespaceCommand.class},
        footerHeading = "%nSingle volumes are restored through the running server:%n",
        footer = "  roadstead volume restore --help")
final class RestoreCommand {}
