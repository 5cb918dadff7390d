package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What can be brought back. */
@Command(
        name = "restore",
        description = "Bring a server back after its data folder was lost.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RestoreServerCommand.class})
final class RestoreCommand {}
