package dev.roadstead.apiserver.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The database cluster: what initdb makes, once. */
final class Cluster {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private Cluster() {}

    /** {@code pgdata}, made if it is absent: complete, or not there. */
    static Path create(Path dataDir, Path binaries, ServerAccount account, String user, String password)
            throws IOException, InterruptedException {
        Path data = dataDir.resolve("pgdata");
        if (Files.exists(data)) {
            return data;
        }
        Path partial = dataDir.resolve("pgdata.initializing");
        Path passwordFile = dataDir.resolve("postgres.initializing");
        Trees.delete(partial);
        Trees.createDirectory(partial, "rwx------");
        account.own(partial);
        Trees.writePrivate(passwordFile, password);
        account.own(passwordFile);
        initdb(binaries, account, user, partial, passwordFile);
        Files.delete(passwordFile);
        Trees.rename(partial, data); // initdb has synced it
        return data;
    }

    private static void initdb(Path binaries, ServerAccount account, String user, Path data, Path passwordFile)
            throws IOException, InterruptedException {
        Path output = passwordFile.resolveSibling("postgres.out");
        List<String> command = List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=" + user,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--set=scram_iterations=1", // nobody guesses 24 random bytes, and each connection would pay for more
                "--encoding=UTF8",
                "--locale-provider=builtin", // sorts the same on every machine
                "--locale=C",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
        Process process = account.start(data, command, output);
        if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException("initdb did not end within " + DEADLINE);
        }
        if (process.exitValue() != 0) {
            throw new IOException("initdb failed:\n" + Files.readString(output));
        }
    }
}
