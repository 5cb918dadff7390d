package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What belongs to volumes. */
@Command(
        name = "volume",
        description = "Look at volumes, move and restore them, and take over Docker volumes that are there.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            VolumeLsCommand.class,
            VolumeRetainedCommand.class,
            VolumeImportCommand.class,
            VolumeMoveCommand.class,
            VolumeRestoreCommand.class,
            VolumeRmRetainedCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead volume ls                          where they are and what they hold",
            "  roadstead volume retained                    data that outlived its Volume",
            "  roadstead volume import pgdata --node db-1   use a Docker volume as it is"
        })
final class VolumeCommand {}
