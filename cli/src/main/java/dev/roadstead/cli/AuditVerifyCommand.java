package dev.roadstead.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Follows the chain of audit records. */
@Command(
        name = "verify",
        description = "Check that no audit record was changed or removed; names the first that was.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the chain is whole", "1:it is broken, or could not be read", "2:wrong usage"},
        footerHeading = "%nExample:%n",
        footer = {
            "  roadstead audit verify",
            "",
            "Keep the printed head somewhere else: a later check that shows it again proves that nothing was rewritten."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final String VERIFICATION = "/apis/roadstead.dev/v1/auditevents/verification";

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode found = verification(dataDirOption.dataDir());
        if (found.path("intact").asBoolean()) {
            out.println("the audit log is whole: " + found.path("entries").asLong() + " records, the last is "
                    + found.path("last").asLong());
            out.println("head " + found.path("head").asText());
            return ExitCode.OK;
        }
        out.println("the audit log is broken at record "
                + found.path("brokenAt").asLong() + ": " + found.path("reason").asText());
        return ExitCode.FAILED;
    }

    private static JsonNode verification(DataDir dataDir) {
        try (HttpApiClient api = AdminClient.open(dataDir.adminKubeconfig())) {
            return api.getRaw(VERIFICATION)
                    .orElseThrow(() -> new CliException("this server keeps no audit log; is it of this version?"));
        } catch (ApiCallException e) {
            throw new CliException(
                    "the API does not answer (" + e.getMessage() + "); start the server with 'roadstead up'", e);
        }
    }
}
