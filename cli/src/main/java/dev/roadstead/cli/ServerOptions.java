package dev.roadstead.cli;

import dev.roadstead.address.Cidr;
import dev.roadstead.apiserver.app.StorageConfig;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.model.GoDuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of a server, for the commands that start one. */
final class ServerOptions {
    private static final String DATABASE_URL = "ROADSTEAD_DATABASE_URL";

    private static final String EGRESS_ALLOW = "--egress-allow";
    private static final String ENCRYPTION_KEYS = "--encryption-keys";
    private static final String OBJECT_MEMORY = "--object-memory";

    @Mixin
    private DataDirOption dataDir;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = ListenAddress.DEFAULT,
            converter = ListenAddress.Converter.class,
            description = "Where the API is served; port 0 picks a free one. Default: ${DEFAULT-VALUE}.")
    private ListenAddress listen;

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            defaultValue = "${env:" + DATABASE_URL + "}",
            description = "A PostgreSQL of your own, as postgresql://user:password@host:port/database, also taken from"
                    + " $$" + DATABASE_URL + "; by default one is run in the data folder.")
    private @Nullable String databaseUrl;

    @Option(
            names = ENCRYPTION_KEYS,
            paramLabel = "FILE",
            description = "The keys that stored Secrets are encrypted with; by default encryption-keys in the data"
                    + " folder, made at the first start.")
    private @Nullable Path encryptionKeys;

    @Option(
            names = "--history",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "How long a watch can go back, such as 1h30m. Default: ${DEFAULT-VALUE}.")
    private Duration history;

    @Option(
            names = "--audit-retention",
            paramLabel = "DURATION",
            defaultValue = "2160h",
            converter = DurationConverter.class,
            description = "How long audit records are kept. Default: ${DEFAULT-VALUE}, which is 90 days.")
    private Duration auditRetention;

    @Option(
            names = OBJECT_MEMORY,
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "How much memory all objects may take, such as 600Mi; what would take more is refused with 507."
                            + " Default: a quarter of a heap of 256 MiB, up to two fifths of a large one.")
    private @Nullable Long objectMemory;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description = "PEM file with authorities whose client certificates are trusted, beside the server's own:"
                    + " CN is the user, O are the groups.")
    private @Nullable Path clientCa;

    @Option(
            names = EGRESS_ALLOW,
            paramLabel = "CIDR",
            split = ",",
            converter = CidrConverter.class,
            description = "Addresses that are not of the public internet and may yet be called as identity providers,"
                    + " webhooks or S3 storage, such as 10.0.0.0/8. None by default.")
    private List<Cidr> egressAllow = List.of();

    @Mixin
    private EdgeOptions edges;

    @Option(names = "--no-controllers", description = "Serve the API only; nothing is done to any Docker engine.")
    private boolean noControllers;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private LogLevel logLevel;

    /** From silent to talkative. */
    enum LogLevel {
        error,
        warn,
        info,
        debug,
        trace
    }

    DataDir dataDir() {
        return dataDir.dataDir();
    }

    ListenAddress listen() {
        return listen;
    }

    @Nullable
    String databaseUrl() {
        return databaseUrl;
    }

    StorageConfig storage() {
        return new StorageConfig(encryptionKeys, history, auditRetention, objectMemory);
    }

    @Nullable
    Path clientCa() {
        return clientCa;
    }

    EgressPolicy egress() {
        return new EgressPolicy(egressAllow);
    }

    EdgeOptions edges() {
        return edges;
    }

    boolean controllers() {
        return !noControllers;
    }

    LogLevel logLevel() {
        return logLevel;
    }

    /** What {@code roadstead server} has to find in its environment: the password in a URL is not for process lists. */
    Map<String, String> toEnvironment() {
        return databaseUrl == null ? Map.of() : Map.of(DATABASE_URL, databaseUrl);
    }

    /** All other options as arguments of {@code roadstead server}. */
    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "server",
                "--data-dir",
                dataDir().root().toString(),
                "--listen",
                listen.toString(),
                "--log-level",
                logLevel.name()));
        arguments.addAll(List.of(
                "--history", GoDuration.format(history), "--audit-retention", GoDuration.format(auditRetention)));
        if (encryptionKeys != null) {
            arguments.addAll(List.of(
                    ENCRYPTION_KEYS, encryptionKeys.toAbsolutePath().normalize().toString()));
        }
        if (objectMemory != null) {
            arguments.addAll(List.of(OBJECT_MEMORY, Long.toString(objectMemory)));
        }
        if (clientCa != null) {
            arguments.addAll(List.of("--client-ca", clientCa.toAbsolutePath().toString()));
        }
        egressAllow.forEach(block -> arguments.addAll(List.of(EGRESS_ALLOW, block.toString())));
        arguments.addAll(edges.toArguments());
        if (noControllers) {
            arguments.add("--no-controllers");
        }
        return arguments;
    }
}
