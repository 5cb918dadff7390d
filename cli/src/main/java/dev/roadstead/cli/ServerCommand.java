package dev.roadstead.cli;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the server in the foreground. */
@Command(
        name = "server",
        description = "Run the server in the foreground: API, database and controllers in one process.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  roadstead server",
            "  roadstead server --data-dir /var/lib/roadstead --listen 0.0.0.0:7443",
            "  roadstead server --listen 127.0.0.1:0 --log-level debug",
            "",
            "Prints 'roadstead is ready at URL' once it serves. SIGTERM or Ctrl-C stop it; containers keep running."
        })
final class ServerCommand implements Runnable {
    @Mixin
    private ServerOptions options;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: text on a terminal, else json.")
    private @Nullable LogFormat logFormat;

    @Spec
    private CommandSpec spec;

    /** How log records are written; names of appenders in logback.xml. */
    enum LogFormat {
        text,
        json
    }

    @Override
    public void run() {
        // Before anything has asked for a logger.
        System.setProperty("roadstead.log.level", options.logLevel().name());
        System.setProperty("roadstead.log.format", format().name());
        new ServerRun(options, spec.commandLine().getOut()).untilStopped();
    }

    private LogFormat format() {
        if (logFormat != null) {
            return logFormat;
        }
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return terminal ? LogFormat.text : LogFormat.json;
    }
}
