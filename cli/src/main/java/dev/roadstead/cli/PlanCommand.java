package dev.roadstead.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.plan.DryRun;
import dev.roadstead.cli.plan.PlanReport;
import dev.roadstead.cli.plan.Planned;
import dev.roadstead.cli.quickstart.Manifests;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.model.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what applying manifests would do, container by container. */
@Command(
        name = "plan",
        description = "Say what applying a file would do, container by container. Nothing is changed.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing would change",
            "1:it cannot be said, or the server refuses the file",
            "2:something would change",
            "64:wrong usage"
        },
        exitCodeOnInvalidInput = ExitCode.PLAN_USAGE,
        footerHeading = "%nExample:%n",
        footer = "  roadstead plan -f app.yaml && echo already so")
final class PlanCommand implements Callable<Integer> {
    /** How the plan is written. */
    enum Output {
        table,
        json
    }

    @Mixin
    private DataDirOption dataDirOption;

    @Option(
            names = {"-f", "--filename"},
            paramLabel = "FILE",
            required = true,
            description = "A file of manifests, as kubectl apply takes them; - is standard input.")
    private Path file;

    @NameOf(Kind.NAMESPACE)
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NS",
            description = "Namespace of manifests that name none (default).")
    private @Nullable String namespace;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Planned> plans = new ArrayList<>();
        try (HttpApiClient api = AdminClient.open(dataDirOption.dataDir().adminKubeconfig())) {
            DryRun dryRun = new DryRun(api, Instant.now());
            for (ObjectNode manifest : manifests()) {
                plans.add(dryRun.plan(manifest));
            }
        } catch (ApiCallException e) {
            throw ServerFailure.of(e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (output == Output.json) {
            out.println(json(plans));
        } else {
            PlanReport.lines(plans).forEach(out::println);
        }
        return plans.stream().anyMatch(Planned::changes) ? ExitCode.CHANGES : ExitCode.OK;
    }

    private List<ObjectNode> manifests() {
        try {
            List<ObjectNode> manifests = Manifests.documents(file);
            if (namespace != null) {
                manifests.stream()
                        .map(manifest -> manifest.withObject("/metadata"))
                        .filter(metadata -> !metadata.has("namespace"))
                        .forEach(metadata -> metadata.put("namespace", namespace));
            }
            return manifests;
        } catch (IOException e) {
            throw CliException.io("read " + file, e, "name a file of manifests, or - for standard input");
        }
    }

    private static String json(List<Planned> plans) {
        try {
            return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(plans);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan cannot be written", e);
        }
    }
}
