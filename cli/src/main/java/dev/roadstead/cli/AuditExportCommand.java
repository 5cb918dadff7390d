package dev.roadstead.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.cli.console.CliException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints audit records for other programs. */
@Command(
        name = "export",
        description = "Print audit records as JSON, one a line, the last record first.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all were printed", "1:they could not be read", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead audit export --since 2026-11-01T00:00:00Z > november.jsonl",
            "  roadstead audit export --head",
            "",
            "Keep what --head prints somewhere else: 'roadstead audit verify --from' proves with it that nothing before "
                    + "was rewritten."
        })
final class AuditExportCommand implements Callable<Integer> {
    @Mixin
    private DataDirOption dataDirOption;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "No record from before, such as 2026-11-21T12:00:00Z.")
    private @Nullable Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = TimeConverter.class,
            description = "No record from then on.")
    private @Nullable Instant until;

    @Option(names = "--head", description = "Print number and hash of the last record instead, as NUMBER:HASH.")
    private boolean head;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        AuditRecords records = new AuditRecords(dataDirOption.dataDir());
        if (head) {
            out.println(head(records.last()));
        } else {
            records.each(parameter("since", since) + parameter("until", until), out::println);
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String head(JsonNode last) {
        if (last.isMissingNode()) {
            throw new CliException("there is no audit record yet; the first change makes one");
        }
        return last.path("metadata").path("name").asText() + ":"
                + last.path("hash").asText();
    }

    private static String parameter(String name, @Nullable Instant time) {
        return time == null ? "" : "&" + name + "=" + time;
    }
}
