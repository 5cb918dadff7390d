package dev.roadstead.cli;

import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.cli.daemon.ServerLock;
import dev.roadstead.controller.app.ControllerConfig;
import dev.roadstead.controller.app.Controllers;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the server process: lock, API server with its database, controllers; and back in reverse. */
final class ServerRun {
    private static final Duration STOP_LIMIT = Duration.ofMillis(4_800);

    /** The kinds that this program brings along, as crd-schemas has them on the class path. */
    private static final List<String> KINDS =
            List.of("crds/applications.yaml", "crds/releases.yaml", "crds/containers.yaml", "crds/nodes.yaml");

    private static final Logger LOG = LoggerFactory.getLogger(ServerRun.class);

    private final ServerOptions options;
    private final PrintWriter out;

    ServerRun(ServerOptions options, PrintWriter out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Returns when a signal has asked for it and everything is closed.
     *
     * @throws dev.roadstead.cli.console.CliException if the folder or the address cannot be used
     */
    void untilStopped() {
        StopSignal signal = StopSignal.install(STOP_LIMIT);
        boolean cleanly = false;
        try {
            serve(signal);
            cleanly = true;
        } finally {
            signal.finished(cleanly);
        }
    }

    private void serve(StopSignal signal) {
        DataDir dataDir = options.dataDir();
        dataDir.prepare();
        try (ServerLock lock = ServerLock.acquire(dataDir, Version.current())) {
            // Before the database is started, which would take its time and then be stopped again.
            options.listen().requireFree();
            try (ApiServer apiServer = ApiServer.start(config(dataDir))) {
                serveWithControllers(apiServer, lock, signal);
            }
        }
        LOG.info("stopped");
    }

    private void serveWithControllers(ApiServer apiServer, ServerLock lock, StopSignal signal) {
        try (Controllers controllers = options.controllers()
                ? Controllers.start(new ControllerConfig(apiServer.controllerKubeconfig()))
                : null) {
            lock.publishReady(apiServer.url());
            out.println(
                    "roadstead is ready at " + apiServer.url() + " (kubeconfig: " + apiServer.adminKubeconfig() + ")");
            signal.await();
            LOG.info(
                    "stopping {}; containers keep running",
                    controllers == null ? "the API" : "the controllers and the API");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerConfig config(DataDir dataDir) {
        return new ServerConfig(
                dataDir.root(), options.listen().host(), options.listen().port(), options.databaseUrl(), KINDS);
    }
}
