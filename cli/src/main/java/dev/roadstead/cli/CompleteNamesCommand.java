package dev.roadstead.cli;

import dev.roadstead.cli.completion.WantedName;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the scripts of {@code completion} ask when a name of an object is to be typed. */
@Command(
        name = "complete-names",
        hidden = true,
        description = "Print the names that may stand in the place of the last word of a command line.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead complete-names -- stop --namespace shop ''")
final class CompleteNamesCommand implements Runnable {
    /** A shell stands still meanwhile; with the program's own start it is about two seconds. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "What was typed after the program's name, after --.")
    private List<String> words = List.of();

    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        WantedName.of(spec.root(), words)
                .ifPresent(wanted -> names(wanted).forEach(spec.commandLine().getOut()::println));
    }

    /** None when the server is away: nobody wants an error in the middle of a line. */
    private List<String> names(WantedName wanted) {
        String folder = wanted.dataDir();
        DataDir dataDir = folder == null ? dataDirOption.dataDir() : DataDirOption.dataDir(Path.of(folder));
        try (HttpApiClient api = AdminClient.open(dataDir.adminKubeconfig(), PATIENCE)) {
            return api.getRaw(wanted.path()).map(wanted::in).orElse(List.of());
        } catch (ApiCallException | CliException e) {
            return List.of();
        }
    }
}
