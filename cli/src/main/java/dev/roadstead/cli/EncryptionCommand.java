package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What belongs to the encryption of stored data. */
@Command(
        name = "encryption",
        description = "Change the key that stored Secrets are encrypted with.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {EncryptionRotateCommand.class, EncryptionStatusCommand.class})
final class EncryptionCommand {}
