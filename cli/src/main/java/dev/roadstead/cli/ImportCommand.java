package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What brings things that run elsewhere to Roadstead. */
@Command(
        name = "import",
        description = "Turn what runs already into manifests.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImportDockerCommand.class})
final class ImportCommand {}
