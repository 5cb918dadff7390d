package dev.roadstead.cli;

import dev.roadstead.cli.completion.NameOf;
import dev.roadstead.cli.completion.NameOf.Kind;
import dev.roadstead.cli.console.Absence;
import dev.roadstead.cli.volumes.VolumeTables;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists Volumes. */
@Command(
        name = "ls",
        description = "List volumes: where they are, what they hold and who uses them.",
        mixinStandardHelpOptions = true)
final class VolumeLsCommand implements Runnable {
    @NameOf(Kind.NAMESPACE)
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAME",
            description = "Those of one namespace; all without it.")
    private String namespace = "";

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<Volume> wanted = NodeChange.with(dataDirOption.dataDir(), this::wanted);
        if (wanted.isEmpty() && !namespace.isEmpty()) {
            spec.commandLine().getOut().println("there are no Volumes in namespace " + namespace);
            return;
        }
        VolumeTables.volumes(wanted).forEach(spec.commandLine().getOut()::println);
    }

    private List<Volume> wanted(ApiClient api) {
        List<Volume> found = api.list(ResourceType.VOLUME).items().stream()
                .filter(volume -> namespace.isEmpty()
                        || namespace.equals(volume.metadata().namespace()))
                .toList();
        if (found.isEmpty() && !namespace.isEmpty()) {
            Absence.requireNamespace(api, namespace);
        }
        return found;
    }
}
