package dev.roadstead.cli;

import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.daemon.Daemon;
import dev.roadstead.cli.daemon.ServerState;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts the server in the background. */
@Command(
        name = "up",
        description = "Start the server in the background and wait until it is ready.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead up",
            "  roadstead up --data-dir /var/lib/roadstead",
            "",
            "Does nothing when a server runs on the data folder. Its log is DIR/server.log; stop it with 'roadstead down'."
        })
final class UpCommand implements Runnable {
    @Mixin
    private ServerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Daemon daemon = new Daemon(options.dataDir(), new Progress(out, Progress.Ticker.system()));
        Optional<ServerState> running = daemon.running();
        ServerState state = BackgroundServer.ensure(daemon, options);
        out.println(
                "roadstead " + (running.isPresent() ? "already runs at " : "is ready at ") + state.url() + " (process "
                        + state.pid() + ", kubeconfig: " + options.dataDir().adminKubeconfig() + ")");
        FirstPerson.welcome(options.dataDir(), state.url()).forEach(out::println);
    }
}
