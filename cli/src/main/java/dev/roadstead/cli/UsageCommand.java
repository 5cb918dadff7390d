package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.usage.UsageOutput;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.UsageReport;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what organizations took. */
@Command(
        name = "usage",
        description = "Print what the projects of organizations took, month by month.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead usage --organization acme",
            "  roadstead usage --month 2026-11 --output csv > november.csv"
        })
final class UsageCommand implements Runnable {
    private static final String MONTH = "[0-9]{4}-(0[1-9]|1[0-2])";

    /** How it is written. */
    enum Output {
        table,
        csv,
        json
    }

    @Mixin
    private DataDirOption dataDirOption;

    @NameOf(Kind.ORGANIZATION)
    @Option(names = "--organization", paramLabel = "NAME", description = "That of one Organization; of all without it.")
    private @Nullable String organization;

    @Option(
            names = "--month",
            paramLabel = "MONTH",
            description = "That of one month, such as 2026-11; of all without it.")
    private @Nullable String month;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (month != null && !month.matches(MONTH)) {
            throw new ParameterException(
                    spec.commandLine(), "--month is " + month + ", expected a year and a month such as 2026-11");
        }
        List<UsageReport> reports =
                UsageOutput.chosen(NodeChange.with(dataDirOption.dataDir(), this::reports), organization, month);
        PrintWriter out = spec.commandLine().getOut();
        switch (output) {
            case table -> UsageOutput.table(reports, organization, month).forEach(out::println);
            case csv -> UsageOutput.csv(reports).forEach(out::println);
            case json -> out.println(UsageOutput.json(reports));
        }
        out.flush();
    }

    /** Those of an Organization that is gone are shown as long as there are any. */
    private List<UsageReport> reports(ApiClient api) {
        List<UsageReport> all = api.list(ResourceType.USAGE_REPORT).items();
        if (organization != null
                && UsageOutput.chosen(all, organization, null).isEmpty()
                && api.find(ResourceType.ORGANIZATION, "", organization).isEmpty()) {
            throw Absence.of(api, ResourceType.ORGANIZATION, "", organization);
        }
        return all;
    }
}
