package dev.roadstead.bench.peer;

import dev.roadstead.apiserver.store.embedded.EmbeddedPostgres;
import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PostgreSQL that Roadstead ships, with Roadstead's settings (fsync on), and pgbench in front of it: rows of one table
 * with a key and a body that is stored as Roadstead stores bodies. Nothing is validated, logged or notified.
 */
public final class PlainPostgres implements AutoCloseable {
    private static final String TABLE = """
            CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, body bytea NOT NULL);
            ALTER TABLE plain ALTER body SET STORAGE EXTERNAL, SET (toast_tuple_target = 8160);
            """;

    /** Roadstead's settings allow 20 connections, some of them for administrators. */
    private static final int MAX_CLIENTS = 16;

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final EmbeddedPostgres server;
    private final Path folder;

    private PlainPostgres(EmbeddedPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    public static PlainPostgres start(Path folder) throws IOException, InterruptedException {
        PlainPostgres plain = new PlainPostgres(EmbeddedPostgres.start(folder.resolve("plain-postgres")), folder);
        plain.pgbench(TABLE, List.of("--transactions=1", "--protocol=simple"));
        return plain;
    }

    /**
     * Rows a second that are committed by so many clients.
     *
     * @param clients more than 16 are 16: with more, Roadstead's settings refuse connections
     * @param batch rows of a transaction, an insert each; several are followed by one notification
     * @param payload the body of each row; letters and digits only
     */
    public double insertsPerSecond(int clients, int batch, byte[] payload, Duration time)
            throws IOException, InterruptedException {
        String insert = "INSERT INTO plain (name, body) VALUES ('load-' || :client_id, :payload);\n";
        String script = batch == 1 ? insert : "BEGIN;\n" + insert.repeat(batch) + "NOTIFY plain;\nCOMMIT;\n";
        String output = pgbench(
                script,
                List.of(
                        "--time=" + Math.max(1, time.toSeconds()),
                        "--client=" + Math.min(clients, MAX_CLIENTS),
                        "--jobs=1",
                        "--protocol=prepared",
                        "--define=payload=" + new String(payload, StandardCharsets.US_ASCII)));
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IOException("pgbench did not say its rate:\n" + output);
        }
        return batch * Double.parseDouble(rate.group(1));
    }

    private String pgbench(String script, List<String> options) throws IOException, InterruptedException {
        PgStoreConfig database = server.storeConfig();
        Path file = Files.writeString(folder.resolve("pgbench.sql"), script);
        List<String> command = new ArrayList<>(List.of("pgbench", "--no-vacuum", "--file=" + file));
        command.addAll(options);
        command.addAll(
                List.of("--host=" + database.host(), "--port=" + database.port(), "--username=" + database.user()));
        command.add(database.database());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", database.password());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("pgbench failed:\n" + output);
        }
        return output;
    }

    @Override
    public void close() {
        server.close();
    }
}
