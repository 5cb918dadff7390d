package dev.roadstead.cli;

import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.daemon.Daemon;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.cli.daemon.ServerState;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the server. */
@Command(
        name = "down",
        description = "Stop the server of the data folder. Containers keep running.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  roadstead down")
final class DownCommand implements Runnable {
    @Mixin
    private DataDirOption dataDirOption;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        DataDir dataDir = dataDirOption.dataDir();
        Daemon daemon = new Daemon(dataDir, new Progress(out, Progress.Ticker.system()));
        Optional<ServerState> running = daemon.running();
        if (running.isEmpty()) {
            out.println("roadstead does not run on " + dataDir.root());
            return;
        }
        daemon.stop(running.get());
        out.println("roadstead has stopped (process " + running.get().pid() + "); containers keep running");
    }
}
