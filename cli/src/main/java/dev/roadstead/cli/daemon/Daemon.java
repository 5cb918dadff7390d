package dev.roadstead.cli.daemon;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server in the background: started, found and stopped by way of its data folder. */
public final class Daemon {
    /** The very first start unpacks PostgreSQL and makes its cluster. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /** Environment variable of a server that this class started: nobody reads what it prints. */
    public static final String DETACHED = "ROADSTEAD_DETACHED";

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int LOG_LINES = 8;

    private final DataDir dataDir;
    private final Progress progress;

    public Daemon(DataDir dataDir, Progress progress) {
        this.dataDir = dataDir;
        this.progress = progress;
    }

    /** The folder's server, in the background or not, ready or still starting; empty when none runs. */
    public Optional<ServerState> running() {
        return ServerState.read(dataDir.state())
                .filter(state -> ServerLock.isHeld(dataDir) && state.process().isPresent());
    }

    /**
     * Starts a server that outlives this process and its terminal, and waits until it is ready.
     *
     * @param command the server's command line
     * @param environment variables that it gets besides those of this process
     * @throws CliException with the end of its log if it ends or is not ready in time
     */
    public ServerState start(List<String> command, Map<String, String> environment) {
        dataDir.prepare();
        Process server = launch(command, environment);
        // Its parent ends soon and must not wait for it.
        return awaitReady(server.toHandle());
    }

    /** Waits for a server that is starting. */
    public ServerState awaitReady(ProcessHandle server) {
        Optional<ServerState> ready = progress.await("the server to be ready", START_LIMIT, () -> {
            Optional<ServerState> state = running().filter(it -> it.url() != null);
            if (state.isEmpty() && !server.isAlive()) {
                throw new CliException(
                        "the server ended instead of getting ready; the end of " + dataDir.log() + ":\n" + endOfLog());
            }
            return state;
        });
        return ready.orElseThrow(() -> new CliException("the server was not ready within " + START_LIMIT.toMinutes()
                + " min (process " + server.pid() + "); the end of " + dataDir.log() + ":\n" + endOfLog()));
    }

    /**
     * Asks the server to stop and waits until it has.
     *
     * @throws CliException if it has not in time
     */
    public void stop(ServerState state) {
        state.process().ifPresent(ProcessHandle::destroy);
        Optional<ServerState> stopped = progress.await(
                "process " + state.pid() + " to stop",
                STOP_LIMIT,
                () -> running().isPresent() ? Optional.empty() : Optional.of(state));
        if (stopped.isEmpty()) {
            throw new CliException("process " + state.pid() + " has not stopped within " + STOP_LIMIT.toSeconds()
                    + " s; see " + dataDir.log() + ", and end it with kill -9 " + state.pid()
                    + " (its data survives that)");
        }
    }

    private Process launch(List<String> command, Map<String, String> environment) {
        List<String> detached = new ArrayList<>();
        // A session of its own: the terminal's Ctrl-C and hang-up do not reach it.
        detached.add("setsid");
        detached.addAll(command);
        try {
            if (Files.exists(dataDir.log())) {
                Path previous = dataDir.log().resolveSibling("server.log.1");
                Files.move(dataDir.log(), previous, StandardCopyOption.REPLACE_EXISTING);
            }
            ProcessBuilder server = new ProcessBuilder(detached);
            server.environment().putAll(environment);
            server.environment().put(DETACHED, "1");
            return server.redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(dataDir.log().toFile())
                    .start();
        } catch (IOException e) {
            throw new CliException("cannot start the server in the background (" + e.getMessage() + ")", e);
        }
    }

    /** What the server says to people at its end, if it does; else its last lines. */
    static List<String> end(List<String> log) {
        List<String> last = log.subList(Math.max(0, log.size() - LOG_LINES), log.size());
        int said = -1;
        for (int i = 0; i < last.size(); i++) {
            said = last.get(i).startsWith("roadstead: ") ? i : said;
        }
        return said < 0 ? last : last.subList(said, last.size());
    }

    private String endOfLog() {
        try {
            return String.join("\n", end(Files.readAllLines(dataDir.log())));
        } catch (IOException e) {
            return "(cannot be read: " + e.getMessage() + ")";
        }
    }
}
