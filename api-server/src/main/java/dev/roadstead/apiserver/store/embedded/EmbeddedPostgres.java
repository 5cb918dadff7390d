package dev.roadstead.apiserver.store.embedded;

import dev.roadstead.apiserver.store.pg.PgStoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server and its data directory:
 *
 * <pre>
 * postgres.lock       held while this object lives
 * postgres.password   of the one database user, mode 0600
 * postgres/VERSION/   the programs
 * postgres.out        what the server says before its own log begins
 * pgdata/             the data; pgdata/log/ the server's log, a file for each day of the week
 * run/                the socket
 * </pre>
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String USER = "roadstead";
    private static final String DATABASE = "postgres";
    private static final int PORT = 5432; // no port is opened: it is a part of the socket's name
    /** A server that was killed replays its log first. */
    private static final Duration START_DEADLINE = Duration.ofMinutes(2);

    private final Path dataDir;
    private final Path socketDirectory;
    private final String password;
    private final Postmaster postmaster;
    private final Supervisor supervisor;
    private final DataDirLock lock;

    private EmbeddedPostgres(
            Path dataDir,
            Path socketDirectory,
            String password,
            Postmaster postmaster,
            Supervisor supervisor,
            DataDirLock lock) {
        this.dataDir = dataDir;
        this.socketDirectory = socketDirectory;
        this.password = password;
        this.postmaster = postmaster;
        this.supervisor = supervisor;
        this.lock = lock;
    }

    /**
     * Starts the server, after unpacking it and creating its data if this is the first time. A server that a killed
     * process left behind is stopped first.
     *
     * @param directory made if absent; its parent must exist
     * @throws IllegalStateException if another process uses the directory, or this machine cannot run the server
     * @throws IOException if the server does not start; the message has its last words
     */
    public static EmbeddedPostgres start(Path directory) throws IOException, InterruptedException {
        Path dataDir = Files.exists(directory)
                ? directory.toRealPath()
                : Trees.createDirectory(directory, "rwx------").toRealPath();
        DataDirLock lock = DataDirLock.acquire(dataDir.resolve("postgres.lock"));
        try {
            return start(dataDir, lock);
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** How to connect; valid until {@link #close()}. The lock of the directory keeps every other server away. */
    public PgStoreConfig storeConfig() {
        return PgStoreConfig.unixSocket(socketDirectory, PORT, DATABASE, USER, password)
                .exclusive();
    }

    /** The process id of the server; another one after it died and was started again. */
    public long pid() {
        return supervisor.server().pid();
    }

    /** Disconnects the clients and stops the server cleanly. Can be called again. */
    @Override
    public void close() {
        try (lock) {
            supervisor.close();
            postmaster.ensureStopped();
            SocketDirectory.remove(socketDirectory, dataDir);
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop cleanly, the next start recovers it: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the death of this process does: lets go of the directory and leaves the server alone. For tests. */
    void abandon() throws IOException {
        supervisor.close();
        lock.close();
    }

    private static EmbeddedPostgres start(Path dataDir, DataDirLock lock) throws IOException, InterruptedException {
        ServerAccount account = ServerAccount.choose();
        Path binaries = Binaries.unpack(Trees.createDirectory(dataDir.resolve("postgres"), "rwxr-xr-x"));
        String password = password(dataDir.resolve("postgres.password"));
        Path data = Cluster.create(dataDir, binaries, account, USER, password);
        Postmaster postmaster = new Postmaster(data, binaries, account);
        postmaster.ensureStopped();

        Path socketDirectory = SocketDirectory.create(dataDir, PORT, account);
        Path output = dataDir.resolve("postgres.out");
        List<String> command = serverCommand(binaries, data, socketDirectory);
        try {
            Supervisor supervisor = Supervisor.start(() -> launch(postmaster, account, data, command, output));
            LOG.info(
                    "PostgreSQL is ready, process {}, data in {}",
                    supervisor.server().pid(),
                    data);
            return new EmbeddedPostgres(dataDir, socketDirectory, password, postmaster, supervisor, lock);
        } catch (IOException | InterruptedException | RuntimeException e) {
            SocketDirectory.remove(socketDirectory, dataDir);
            throw e;
        }
    }

    /** Leaves nothing running when it fails. */
    private static Process launch(
            Postmaster postmaster, ServerAccount account, Path data, List<String> command, Path output)
            throws IOException, InterruptedException {
        postmaster.ensureStopped();
        Process server = account.start(data, command, output);
        try {
            if (postmaster.awaitReady(server, START_DEADLINE)) {
                return server;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            server.destroy();
            throw e;
        }
        postmaster.ensureStopped();
        throw new IOException("PostgreSQL did not start:\n" + Files.readString(output) + "see also " + data + "/log");
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Trees.writePrivate(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file);
    }

    private static List<String> serverCommand(Path binaries, Path data, Path socketDirectory) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("listen_addresses", "");
        settings.put("port", Integer.toString(PORT));
        settings.put("unix_socket_directories", socketDirectory.toString());
        settings.put("unix_socket_permissions", "0700");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        // For small hosts, and one client program.
        settings.put("max_connections", "20");
        settings.put("shared_buffers", "64MB");
        settings.put("max_wal_size", "256MB");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("io_method", "sync");
        settings.put("jit", "off");
        settings.put("logging_collector", "on");
        settings.put("log_directory", "log");
        settings.put("log_filename", "postgres-%a.log");
        settings.put("log_rotation_age", "1d");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_checkpoints", "off");
        List<String> command =
                new ArrayList<>(List.of(binaries.resolve("bin/postgres").toString(), "-D", data.toString()));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }
}
