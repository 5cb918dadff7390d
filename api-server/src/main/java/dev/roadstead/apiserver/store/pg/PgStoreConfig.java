package dev.roadstead.apiserver.store.pg;

import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how long to wait for it.
 *
 * @param host a host name, an address, or the absolute path of the directory of a unix socket
 * @param port 1 to 65535; with a unix socket, the number in the socket's name
 * @param sslMode as in libpq; a verifying mode trusts the authorities of the Java runtime
 * @param readDeadline how long one read may take
 * @param writeDeadline how long one write may take, waiting for its group included
 * @param retention how long a change stays in the log, at least
 */
public record PgStoreConfig(
        String host,
        int port,
        String database,
        String user,
        String password,
        SslMode sslMode,
        Duration readDeadline,
        Duration writeDeadline,
        Duration retention) {
    private static final Duration READ_DEADLINE = Duration.ofSeconds(5);
    private static final Duration WRITE_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETENTION = Duration.ofMinutes(10);
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

    /** A server behind {@code <directory>/.s.PGSQL.<port>}. */
    public static PgStoreConfig unixSocket(Path directory, int port, String database, String user, String password) {
        return new PgStoreConfig(
                directory.toString(),
                port,
                database,
                user,
                password,
                SslMode.DISABLE,
                READ_DEADLINE,
                WRITE_DEADLINE,
                RETENTION);
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=require}; port 5432 and sslmode
     * {@code prefer} are the defaults.
     *
     * @throws IllegalArgumentException if it is something else; the message does not contain the password
     */
    public static PgStoreConfig parse(String url) {
        URI uri = parseUri(url);
        String[] userInfo = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (!SCHEMES.contains(String.valueOf(uri.getScheme()))
                || uri.getHost() == null
                || userInfo.length == 0
                || path.length() < 2) {
            throw invalid();
        }
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        return new PgStoreConfig(
                host,
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                path.substring(1),
                URLDecoder.decode(userInfo[0].replace("+", "%2B"), StandardCharsets.UTF_8),
                userInfo.length == 2 ? URLDecoder.decode(userInfo[1].replace("+", "%2B"), StandardCharsets.UTF_8) : "",
                sslMode(uri.getQuery()),
                READ_DEADLINE,
                WRITE_DEADLINE,
                RETENTION);
    }

    private static URI parseUri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw invalid(); // without the cause, whose message has the whole URL and its password
        }
    }

    private static SslMode sslMode(@Nullable String query) {
        if (query == null) {
            return SslMode.PREFER;
        }
        SslMode mode = SslMode.PREFER;
        for (String parameter : query.split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            if (!pair[0].equals("sslmode") || pair.length < 2) {
                throw new IllegalArgumentException(
                        "unknown parameter " + pair[0] + " in the database URL; only sslmode is known");
            }
            mode = Arrays.stream(SslMode.values())
                    .filter(known -> known.name().replace('_', '-').equalsIgnoreCase(pair[1]))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException(
                                    "unknown sslmode " + pair[1]
                                            + " in the database URL; expected disable, allow, prefer, require, verify-ca or verify-full"));
        }
        return mode;
    }

    private static IllegalArgumentException invalid() {
        return new IllegalArgumentException(
                "the database URL is not of the form postgresql://user:password@host:port/database");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }
}
