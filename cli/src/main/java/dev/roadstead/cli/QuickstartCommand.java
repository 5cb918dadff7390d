package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.daemon.Daemon;
import dev.roadstead.cli.daemon.ServerState;
import dev.roadstead.cli.quickstart.Quickstart;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.HttpApiClient;
import dev.roadstead.controller.reconcile.node.LocalNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows Roadstead at work on this machine. */
@Command(
        name = "quickstart",
        description = "Start the server, run the example application, and show what to try.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead quickstart",
            "  roadstead quickstart --data-dir /tmp/try --listen 127.0.0.1:0",
            "",
            "Needs a Docker engine on this machine. A second run changes nothing and prints the summary again."
        })
final class QuickstartCommand implements Runnable {
    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(out, Progress.Ticker.system());
        Path examples = BackgroundServer.home().resolve("examples").resolve("quickstart");
        Quickstart quickstart = new Quickstart(examples, LocalNode.socket(System.getenv()), progress);
        quickstart.prepareEngine();

        Daemon daemon = new Daemon(options.dataDir(), progress);
        Optional<ServerState> running = daemon.running();
        if (running.isEmpty()) {
            progress.say("starting the server; its log is " + options.dataDir().log());
        }
        ServerState server = BackgroundServer.ensure(daemon, options);
        progress.say("the server is ready at " + server.url());

        Quickstart.Result result = run(quickstart);
        if (running.isPresent() && !result.changed()) {
            out.println("Everything was running already; nothing was changed.");
        }
        summary(result).lines().forEach(out::println);
        FirstPerson.welcome(options.dataDir(), server.url()).forEach(out::println);
    }

    private Quickstart.Result run(Quickstart quickstart) {
        try (HttpApiClient api = AdminClient.open(options.dataDir().adminKubeconfig())) {
            return quickstart.run(api);
        } catch (ApiCallException e) {
            throw new CliException(
                    "the API refused or did not answer: " + e.getMessage() + "; see "
                            + options.dataDir().log(),
                    e);
        }
    }

    private String summary(Quickstart.Result result) {
        Path kubeconfig = options.dataDir().adminKubeconfig();
        return """

                Web page    %s
                Kubeconfig  %s

                Try:
                  export KUBECONFIG=%s
                  kubectl get applications,releases,containers,nodes
                  kubectl describe application hello
                  kubectl patch application hello --type merge -p '{"spec":{"desiredState":"Stopped"}}'

                Stop:
                  kubectl delete application hello    # the example and its container
                  %s    # the server; containers keep running
                """.formatted(result.page(), kubeconfig, kubeconfig, downCommand());
    }

    private String downCommand() {
        boolean usualFolder = options.dataDir().root().equals(DataDirOption.usual());
        return Invocation.program() + " down"
                + (usualFolder ? "" : " --data-dir " + options.dataDir().root());
    }
}
