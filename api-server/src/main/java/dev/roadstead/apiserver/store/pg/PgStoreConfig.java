package dev.roadstead.apiserver.store.pg;

import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how long to wait for it.
 *
 * @param host a host name, an address, or the absolute path of the directory of a unix socket
 * @param port 1 to 65535; with a unix socket, the number in the socket's name
 * @param sslMode as in libpq; a verifying mode trusts the authorities of the Java runtime
 * @param listen whether the database has LISTEN and NOTIFY; without them changes of other servers are found by polling
 * @param soleWriter whether no other server can write to the database: then this one knows the newest revision by itself
 * @param readDeadline how long one read may take
 * @param writeDeadline how long one write may take, waiting for its group included
 * @param retention how long a change stays in the log, at least
 * @param auditRetention how long an audit record is kept, at least
 */
public record PgStoreConfig(
        String host,
        int port,
        String database,
        String user,
        String password,
        SslMode sslMode,
        boolean listen,
        boolean soleWriter,
        Duration readDeadline,
        Duration writeDeadline,
        Duration retention,
        Duration auditRetention) {
    private static final Duration READ_DEADLINE = Duration.ofSeconds(5);
    private static final Duration WRITE_DEADLINE = Duration.ofSeconds(10);
    private static final Duration RETENTION = Duration.ofMinutes(10);
    private static final Duration AUDIT_RETENTION = Duration.ofDays(90);
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");
    private static final Set<String> PARAMETERS = Set.of("sslmode", "listen");

    /** A server behind {@code <directory>/.s.PGSQL.<port>}. */
    public static PgStoreConfig unixSocket(Path directory, int port, String database, String user, String password) {
        return new PgStoreConfig(
                directory.toString(),
                port,
                database,
                user,
                password,
                SslMode.DISABLE,
                true,
                false,
                READ_DEADLINE,
                WRITE_DEADLINE,
                RETENTION,
                AUDIT_RETENTION);
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?sslmode=require&listen=false}; port 5432,
     * sslmode {@code prefer} and listen {@code true} are the defaults.
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
        Map<String, String> parameters = parameters(uri.getQuery());
        return new PgStoreConfig(
                host,
                uri.getPort() < 0 ? 5432 : uri.getPort(),
                path.substring(1),
                URLDecoder.decode(userInfo[0].replace("+", "%2B"), StandardCharsets.UTF_8),
                userInfo.length == 2 ? URLDecoder.decode(userInfo[1].replace("+", "%2B"), StandardCharsets.UTF_8) : "",
                sslMode(parameters.getOrDefault("sslmode", "prefer")),
                listen(parameters.getOrDefault("listen", "true")),
                false,
                READ_DEADLINE,
                WRITE_DEADLINE,
                RETENTION,
                AUDIT_RETENTION);
    }

    /** The same database with or without LISTEN and NOTIFY. */
    public PgStoreConfig listening(boolean listens) {
        return with(listens, soleWriter, retention, auditRetention);
    }

    /** The same database, to which nobody else writes. */
    public PgStoreConfig exclusive() {
        return with(listen, true, retention, auditRetention);
    }

    /** The same database with other retention times. */
    public PgStoreConfig keeping(Duration changes, Duration auditRecords) {
        return with(listen, soleWriter, changes, auditRecords);
    }

    private PgStoreConfig with(boolean listens, boolean sole, Duration changes, Duration auditRecords) {
        return new PgStoreConfig(
                host,
                port,
                database,
                user,
                password,
                sslMode,
                listens,
                sole,
                readDeadline,
                writeDeadline,
                changes,
                auditRecords);
    }

    private static URI parseUri(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw invalid(); // without the cause, whose message has the whole URL and its password
        }
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            if (!PARAMETERS.contains(pair[0]) || pair.length < 2) {
                throw new IllegalArgumentException("unknown parameter " + pair[0]
                        + " in the database URL; expected sslmode=... or listen=true|false");
            }
            parameters.put(pair[0], pair[1]);
        }
        return parameters;
    }

    private static boolean listen(String value) {
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "unknown value " + value + " of listen in the database URL; expected true or false");
        };
    }

    private static SslMode sslMode(String value) {
        return Arrays.stream(SslMode.values())
                .filter(known -> known.name().replace('_', '-').equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown sslmode " + value
                        + " in the database URL; expected disable, allow, prefer, require, verify-ca or verify-full"));
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
