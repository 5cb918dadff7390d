package dev.roadstead.cli;

import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.Daemon;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.cli.daemon.ServerLock;
import dev.roadstead.controller.app.ControllerConfig;
import dev.roadstead.controller.app.Controllers;
import dev.roadstead.controller.app.EdgeConfig;
import dev.roadstead.crd.ShippedCrds;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the server process: lock, API server with its database, controllers; and back in reverse. */
final class ServerRun {
    private static final Duration STOP_LIMIT = Duration.ofMillis(4_800);
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
     * @throws CliException if the folder, the address or the database cannot be used
     */
    void untilStopped() {
        StopSignal signal = StopSignal.install(STOP_LIMIT);
        boolean cleanly = false;
        try {
            serve(signal);
            cleanly = true;
        } catch (IOException e) {
            throw new CliException("the server cannot start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            signal.finished(cleanly);
        }
    }

    private void serve(StopSignal signal) throws IOException, InterruptedException {
        DataDir dataDir = options.dataDir();
        dataDir.prepare();
        try (ServerLock lock = ServerLock.acquire(dataDir, Version.current())) {
            // Before the database is started, which would take its time and then be stopped again.
            options.listen().requireFree();
            EdgeConfig edges = options.edges().config(dataDir);
            try (ApiServer apiServer = ApiServer.start(config(dataDir))) {
                serveWithControllers(apiServer, dataDir, edges, lock, signal);
            }
        }
        LOG.info("stopped");
    }

    private void serveWithControllers(
            ApiServer apiServer, DataDir dataDir, EdgeConfig edges, ServerLock lock, StopSignal signal)
            throws IOException, InterruptedException {
        try (IdleCollector _ = IdleCollector.start()) {
            // Clients need not wait for the controllers, which are clients themselves.
            lock.publishReady(apiServer.url());
            out.println(
                    "roadstead is ready at " + apiServer.url() + " (kubeconfig: " + apiServer.adminKubeconfig() + ")");
            if (System.getenv(Daemon.DETACHED) == null) {
                apiServer
                        .bootstrapToken()
                        .ifPresent(token -> FirstPerson.lines(token, apiServer.url(), dataDir)
                                .forEach(out::println));
            }
            if (!options.controllers()) {
                signal.await();
                return;
            }
            var config =
                    new ControllerConfig(apiServer.controllerKubeconfig(), edges, apiServer.names(), options.egress());
            var patient = new PatientStart(signal::await);
            try (Controllers _ = signal.unlessAsked(() -> patient.of("controllers", () -> Controllers.start(config)))) {
                signal.await();
                LOG.info("stopping the controllers and the API");
            }
        }
    }

    private ServerConfig config(DataDir dataDir) {
        ListenAddress listen = options.listen();
        requireDatabaseUrl(options.databaseUrl());
        return new ServerConfig(
                        dataDir.root(),
                        listen.host(),
                        listen.port(),
                        options.databaseUrl(),
                        ShippedCrds.texts(),
                        options.clientCa(),
                        options.storage())
                .calling(options.egress());
    }

    private static void requireDatabaseUrl(@Nullable String url) {
        if (url == null) {
            return;
        }
        try {
            PgStoreConfig.parse(url);
        } catch (IllegalArgumentException e) {
            throw new CliException("--database-url: " + e.getMessage(), e);
        }
    }
}
