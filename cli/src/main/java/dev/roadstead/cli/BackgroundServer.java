package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.Daemon;
import dev.roadstead.cli.daemon.ServerState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code up} and {@code quickstart} share. */
final class BackgroundServer {
    private BackgroundServer() {}

    /** The server of the data folder, ready; it is started if none runs. */
    static ServerState ensure(Daemon daemon, ServerOptions options) {
        Optional<ServerState> running = daemon.running();
        if (running.isEmpty()) {
            return daemon.start(command(options), options.toEnvironment());
        }
        ServerState state = running.get();
        if (state.url() != null) {
            return state;
        }
        ProcessHandle starting = state.process()
                .orElseThrow(() -> new CliException("the server ended while it was starting; try again"));
        return daemon.awaitReady(starting);
    }

    private static List<String> command(ServerOptions options) {
        List<String> command = new ArrayList<>();
        // The launcher, not this process's own java: a server has other flags.
        command.add(home().resolve("roadstead").toString());
        command.addAll(options.toArguments());
        return command;
    }

    /** The folder that the launcher script lies in. */
    static Path home() {
        String home = System.getProperty("roadstead.home");
        if (home == null) {
            throw new CliException("this command needs to be started with the 'roadstead' script");
        }
        return Path.of(home);
    }
}
