package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a server process running: launches it again, with growing pauses, when it ends unasked. */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Starts the process and returns when it serves. */
    interface Launcher {
        Process launch() throws IOException, InterruptedException;
    }

    private final Launcher launcher;
    private final Thread thread;
    private volatile Process server;
    private volatile boolean closed;

    private Supervisor(Launcher launcher, Process server) {
        this.launcher = launcher;
        this.server = server;
        this.thread = Thread.ofVirtual().name("postgres-supervisor").unstarted(this::run);
    }

    /** Launches the process for the first time; a failure of that is the caller's. */
    static Supervisor start(Launcher launcher) throws IOException, InterruptedException {
        Supervisor supervisor = new Supervisor(launcher, launcher.launch());
        supervisor.thread.start();
        return supervisor;
    }

    /** The process that runs now, or the last one that did. */
    Process server() {
        return server;
    }

    /** Stops watching; the process itself is left alone. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closed) {
                int status = server.waitFor();
                LOG.warn("PostgreSQL, process {}, ended with status {}; starting it again", server.pid(), status);
                try {
                    server = launcher.launch();
                    pause = FIRST_PAUSE;
                    LOG.info("PostgreSQL is ready again, process {}", server.pid());
                } catch (IOException e) {
                    LOG.error("PostgreSQL could not be started, again in {}: {}", pause, e.getMessage());
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the thread ends here: it was asked to
        }
    }
}
