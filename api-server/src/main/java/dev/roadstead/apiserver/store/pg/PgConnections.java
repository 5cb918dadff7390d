package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.StoreUnavailableException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How connections are made. */
record PgConnections(Vertx vertx, PgStoreConfig config) {
    private static final Logger LOG = LoggerFactory.getLogger(PgConnections.class);
    static final Duration CONNECT_DEADLINE = Duration.ofSeconds(5);

    /** A process that starts on a busy machine still loads what it needs to connect. */
    private static final Duration FIRST_DEADLINE = Duration.ofSeconds(15);

    /** A new connection of the caller's own; every failure is a StoreUnavailableException. */
    PgConnection open() {
        return open(CONNECT_DEADLINE);
    }

    /** The same for the first one of a process. */
    PgConnection openFirst() {
        return open(FIRST_DEADLINE);
    }

    private PgConnection open(Duration deadline) {
        Future<PgConnection> connecting = PgConnection.connect(vertx, options());
        try {
            return Await.orUnavailable(connecting, deadline, "connect to " + config)
                    .exceptionHandler(this::broke);
        } catch (StoreUnavailableException e) {
            connecting.onSuccess(PgConnection::close); // one that comes too late, nobody else would close
            throw e;
        }
    }

    /** For exception handlers: the statement under way fails too and tells its caller; without one, a trace is printed. */
    void broke(Throwable reason) {
        LOG.debug("connection to {} broke", config, reason);
    }

    PgConnectOptions options() {
        Map<String, String> settings = new HashMap<>(PgConnectOptions.DEFAULT_PROPERTIES);
        settings.put("application_name", "roadstead");
        settings.put("client_min_messages", "warning");
        settings.put("synchronous_commit", "on");
        settings.put("default_transaction_isolation", "read committed");
        settings.put("lock_timeout", millis(config.writeDeadline()));
        settings.put("statement_timeout", millis(config.writeDeadline()));
        // A server that died in the middle of a transaction must not hold the revision's lock.
        settings.put("idle_in_transaction_session_timeout", millis(config.writeDeadline()));
        PgConnectOptions options = new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.database())
                .setUser(config.user())
                .setPassword(config.password())
                .setCachePreparedStatements(true)
                .setProperties(settings)
                .setSslMode(config.sslMode());
        return switch (config.sslMode()) {
            case DISABLE -> options;
            case ALLOW, PREFER, REQUIRE -> options.setSslOptions(ssl().setTrustAll(true));
            case VERIFY_CA -> options.setSslOptions(ssl());
            case VERIFY_FULL -> options.setSslOptions(ssl().setHostnameVerificationAlgorithm("HTTPS"));
        };
    }

    private static ClientSSLOptions ssl() {
        return new ClientSSLOptions().setHostnameVerificationAlgorithm("");
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
