package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What belongs to backups. */
@Command(
        name = "backup",
        description = "Make backups, look at them, take files out of them, and back up the server itself.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BackupNowCommand.class,
            BackupListCommand.class,
            BackupShowCommand.class,
            BackupCheckCommand.class,
            BackupExtractCommand.class,
            BackupServerCommand.class
        },
        footerHeading = "%nA repository is enough, without any server:%n",
        footer = {
            "  roadstead backup list --repository /srv/backups --password-file key",
            "  roadstead backup extract 3f0a12cd etc --to out --repository /srv/backups",
            "",
            "It is in restic's format: restic can read it too."
        })
final class BackupCommand {}
