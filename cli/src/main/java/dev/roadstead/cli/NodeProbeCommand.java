package dev.roadstead.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.nodes.EngineUrl;
import dev.roadstead.cli.nodes.Probe;
import dev.roadstead.cli.nodes.Probe.Found;
import dev.roadstead.cli.nodes.ProbeReport;
import dev.roadstead.cli.nodes.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Says what engines there are. */
@Command(
        name = "probe",
        description =
                "Say which Docker engines this machine knows, and what they offer. Registers and changes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every engine answered", "1:one did not, or there is none", "2:wrong usage"},
        footerHeading = "%nExamples:%n",
        footer = {"  roadstead node probe", "  roadstead node probe --host ssh://deploy@web-3 -o json"})
final class NodeProbeCommand implements Callable<Integer> {
    private enum Format {
        table,
        json,
        yaml
    }

    @Option(
            names = "--host",
            paramLabel = "URL",
            converter = UrlConverter.class,
            description =
                    "An engine to ask: unix:///PATH, tcp://HOST:PORT or ssh://[USER@]HOST[:PORT]; again for more. By"
                            + " default: $$DOCKER_HOST, the usual sockets, and all docker contexts.")
    private List<EngineUrl> hosts = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "One of ${COMPLETION-CANDIDATES}.")
    private Format format;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Probe probe = new Probe(Surroundings.ofThisProcess());
        List<Found> found = hosts.isEmpty()
                ? all(probe)
                : hosts.stream().map(url -> probe.one(url, "--host")).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (found.isEmpty() && format == Format.table) {
            out.println(
                    "no Docker engine was found: no DOCKER_HOST, no socket, no docker context; name one with --host");
        } else {
            print(found, out);
        }
        boolean all = !found.isEmpty() && found.stream().allMatch(it -> it.engine() != null);
        return all ? ExitCode.OK : ExitCode.FAILED;
    }

    private static List<Found> all(Probe probe) {
        try {
            return probe.all();
        } catch (IOException e) {
            throw CliException.io("read the docker contexts", e, "name engines with --host");
        }
    }

    private void print(List<Found> found, PrintWriter out) {
        try {
            switch (format) {
                case table -> ProbeReport.table(found).forEach(out::println);
                case json ->
                    out.println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(ProbeReport.tree(found)));
                case yaml -> out.print(YAMLMapper.builder().build().writeValueAsString(ProbeReport.tree(found)));
            }
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists are always written", e);
        }
    }

    /** For picocli. */
    static final class UrlConverter implements ITypeConverter<EngineUrl> {
        @Override
        public EngineUrl convert(String value) {
            try {
                return EngineUrl.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
