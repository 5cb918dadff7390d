package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.digest.Sha256;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Brings the schema to the version of this program. Each migration and its entry in {@code schema_migration} commit
 * together, so one that is killed half way leaves nothing and runs again.
 */
final class Migrations {
    private static final List<String> NAMES =
            List.of("0001-objects-and-changes", "0002-bodies-once-and-audit", "0003-audit-changes");
    private static final long LOCK = 0x526f61647374L; // any constant will do, all servers must use the same
    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private final List<Migration> known;

    Migrations() {
        this(NAMES.stream().map(Migration::load).toList());
    }

    Migrations(List<Migration> known) {
        this.known = known;
    }

    /** One step; versions count from 1 without holes. */
    record Migration(int version, String name, String sql) {
        static Migration load(String name) {
            try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + name + ".sql")) {
                if (in == null) {
                    throw new IllegalStateException("migration " + name + " is not in this program");
                }
                String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return new Migration(Integer.parseInt(name.substring(0, 4)), name.substring(5), sql);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read migration " + name, e);
            }
        }

        String checksum() {
            return HexFormat.of().formatHex(Sha256.of(sql));
        }
    }

    /**
     * Waits for other servers that migrate, then applies what is missing.
     *
     * @throws IllegalStateException if the schema is newer than this program, or not the one it knows
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException if the database fails; safe to call again
     */
    void apply(PgConnection connection) {
        run(connection, "SET lock_timeout = 0; SET statement_timeout = 0");
        run(connection, "SELECT pg_advisory_lock(" + LOCK + ")");
        try {
            run(
                    connection,
                    "CREATE TABLE IF NOT EXISTS schema_migration"
                            + " (version int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL)");
            int version =
                    check(run(connection, "SELECT version, name, checksum FROM schema_migration ORDER BY version"));
            for (Migration next : known.subList(version, known.size())) {
                apply(connection, next);
            }
        } finally {
            connection.query("SELECT pg_advisory_unlock(" + LOCK + ")").execute();
        }
    }

    private void apply(PgConnection connection, Migration migration) {
        run(connection, "BEGIN");
        run(connection, migration.sql());
        Tuple entry = Tuple.of(migration.version(), migration.name(), migration.checksum());
        Await.orUnavailable(
                connection
                        .preparedQuery("INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)")
                        .execute(entry),
                DEADLINE,
                "record migration " + migration.name());
        run(connection, "COMMIT");
    }

    /** The number of migrations that are applied. */
    private int check(RowSet<Row> applied) {
        int version = 0;
        for (Row row : applied) {
            version++;
            if (version > known.size()) {
                throw new IllegalStateException("the database's schema has version " + row.getInteger(0)
                        + " but this program knows only " + known.size() + "; use a newer Roadstead");
            }
            Migration expected = known.get(version - 1);
            if (row.getInteger(0) != version || !expected.checksum().equals(row.getString(2))) {
                throw new IllegalStateException("migration " + row.getInteger(0) + " (" + row.getString(1)
                        + ") in the database is not migration " + version + " (" + expected.name()
                        + ") of this program; is this another program's database?");
            }
        }
        return version;
    }

    private static RowSet<Row> run(PgConnection connection, String sql) {
        return Await.orUnavailable(connection.query(sql).execute(), DEADLINE, "migrate the schema");
    }
}
