package dev.roadstead.apiserver.store.embedded;

import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all test classes of a JVM; see {@link WithPostgres}. */
public final class SharedPostgres implements AutoCloseable {
    private static final Path DATA_DIR = Path.of("target", "test-postgres");

    private final AtomicInteger databases = new AtomicInteger();
    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedPostgres server;

    SharedPostgres() throws IOException, InterruptedException {
        this.server = EmbeddedPostgres.start(DATA_DIR);
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Where the server's programs are, for another data directory to use. */
    public Path binaries() {
        return DATA_DIR.toAbsolutePath().resolve("postgres");
    }

    /** A new empty database. */
    public PgStoreConfig newDatabase() throws TimeoutException {
        return newDatabase(vertx, server.storeConfig(), "test" + databases.incrementAndGet());
    }

    /** A new empty database of a server; one of the same name is dropped. */
    public static PgStoreConfig newDatabase(Vertx vertx, PgStoreConfig server, String name) throws TimeoutException {
        execute(vertx, server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        execute(vertx, server, "CREATE DATABASE " + name);
        return with(server, name, server.writeDeadline(), server.retention());
    }

    /** Runs SQL beside the store. */
    public static void execute(Vertx vertx, PgStoreConfig config, String sql) throws TimeoutException {
        PgConnection.connect(vertx, options(config))
                .compose(connection -> connection.query(sql).execute().eventually(connection::close))
                .await(30, TimeUnit.SECONDS);
    }

    /** How many rows a table has. */
    public long count(PgStoreConfig config, String table) {
        try {
            return PgConnection.connect(vertx, options(config))
                    .compose(connection -> connection
                            .query("SELECT count(*) FROM " + table)
                            .execute()
                            .eventually(connection::close))
                    .await(30, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getLong(0);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PgConnectOptions options(PgStoreConfig config) {
        PgConnectOptions options = new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.database())
                .setUser(config.user())
                .setPassword(config.password());
        return options.addProperty("client_min_messages", "warning");
    }

    /** The same server with other properties. */
    public static PgStoreConfig with(
            PgStoreConfig config, String database, Duration writeDeadline, Duration retention) {
        return new PgStoreConfig(
                config.host(),
                config.port(),
                database,
                config.user(),
                config.password(),
                config.sslMode(),
                config.listen(),
                false,
                config.readDeadline(),
                writeDeadline,
                retention,
                config.auditRetention());
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(10, TimeUnit.SECONDS);
        server.close();
    }
}
