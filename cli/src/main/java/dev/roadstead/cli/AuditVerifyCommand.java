package dev.roadstead.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.console.Invocation;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            "  roadstead audit verify --from 1234:5d41402abc4b2a76b9719d911017c592ae3f...",
            "",
            "Keep the output of 'roadstead audit export --head' somewhere else: whoever rewrites the whole log cannot know "
                    + "it, and a later check from there proves that nothing before was rewritten."
        })
final class AuditVerifyCommand implements Callable<Integer> {
    private static final Pattern NOTED = Pattern.compile("[1-9][0-9]{0,17}:[0-9a-f]{64}");

    @Mixin
    private DataDirOption dataDirOption;

    @Option(
            names = "--from",
            paramLabel = "NUMBER:HASH",
            defaultValue = "",
            description =
                    "What 'roadstead audit export --head' printed once: check that nothing up to there was rewritten"
                            + " since.")
    private String from;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (!from.isEmpty() && !NOTED.matcher(from).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Invalid value for option '--from': '" + from + "' is not NUMBER:HASH, as "
                            + Invocation.of("audit export --head") + " prints it");
        }
        JsonNode found = new AuditRecords(dataDirOption.dataDir()).verification(from);
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
}
