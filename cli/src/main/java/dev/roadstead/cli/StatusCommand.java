package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.daemon.Daemon;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.cli.daemon.ServerState;
import dev.roadstead.cli.report.StatusReport;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.model.ResourceType;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether the server runs and how what it looks after is doing. */
@Command(
        name = "status",
        description = "Say whether the server runs, and how many nodes and applications are ready.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it runs", "1:it runs but does not answer", "2:wrong usage", "3:it does not run"},
        footerHeading = "%nExample:%n",
        footer = "  roadstead status || roadstead up")
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        DataDir dataDir = dataDirOption.dataDir();
        Optional<ServerState> running = new Daemon(dataDir, new Progress(out, Progress.Ticker.system())).running();
        if (running.isEmpty()) {
            out.println("roadstead does not run on " + dataDir.root() + "; start it with " + Invocation.of("up"));
            return ExitCode.NOT_RUNNING;
        }
        ServerState state = running.get();
        if (state.url() == null) {
            out.println("roadstead " + state.version() + " is starting (process " + state.pid() + ")");
            return ExitCode.OK;
        }
        out.println("roadstead " + state.version() + " runs at " + state.url() + " (process " + state.pid() + ")");
        out.println("%-14s%s".formatted("kubeconfig", dataDir.adminKubeconfig()));
        report(dataDir).forEach(out::println);
        return ExitCode.OK;
    }

    private static List<String> report(DataDir dataDir) {
        try (HttpApiClient api = AdminClient.open(dataDir.adminKubeconfig())) {
            return StatusReport.lines(
                    api.list(ResourceType.NODE).items(),
                    api.list(ResourceType.APPLICATION).items());
        } catch (ApiCallException e) {
            throw new CliException("the API does not answer (" + e.getMessage() + "); see " + dataDir.log(), e);
        }
    }
}
