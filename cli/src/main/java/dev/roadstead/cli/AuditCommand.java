package dev.roadstead.cli;

import picocli.CommandLine.Command;

/** What belongs to the audit log. */
@Command(
        name = "audit",
        description = "Check and export the record of who changed what.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {AuditVerifyCommand.class, AuditExportCommand.class},
        footerHeading = "%nThe records themselves are read through the API:%n",
        footer = {
            "  kubectl get auditevents --field-selector request.user=alice",
            "  kubectl get auditevents --field-selector outcome.code=403 -o wide"
        })
final class AuditCommand {}
