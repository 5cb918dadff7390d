package dev.roadstead.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Docker registry on a port of 127.0.0.1, where engines speak HTTP to it without being told to. It knows one user. Needs
 * Debian's docker-registry: scripts/setup-registry.
 */
public final class TestRegistry implements AutoCloseable {
    public static final String USER = "ann";
    public static final String PASSWORD = "s3cret-pass";

    /** Of the password; the registry reads bcrypt only. */
    private static final String HTPASSWD = USER + ":$2b$04$w4D221fLjKdvt5FVT6PYeeynk6FS.app3bk.nDDdbt85rvMdnItZ.";

    private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

    private final Path directory;
    private final Process process;
    private final int port;

    private TestRegistry(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Starts one, empty, and waits until it answers. */
    public static TestRegistry start() throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing; install it: scripts/setup-registry");
        }
        int port = FreePort.find();
        Path directory = Files.createTempDirectory("rs-registry");
        Files.writeString(directory.resolve("htpasswd"), HTPASSWD + "\n");
        Files.writeString(directory.resolve("config.yml"), configuration(directory, port));
        Process process = new ProcessBuilder(List.of(
                        PROGRAM.toString(),
                        "serve",
                        directory.resolve("config.yml").toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        TestRegistry registry = new TestRegistry(directory, process, port);
        Eventually.await("the registry answers", Duration.ofSeconds(20), registry::answers, Boolean::booleanValue);
        return registry;
    }

    private static String configuration(Path directory, int port) {
        return """
                version: 0.1
                log: {level: warn}
                storage:
                  filesystem: {rootdirectory: %1$s/data}
                http: {addr: "127.0.0.1:%2$d"}
                auth:
                  htpasswd: {realm: test, path: %1$s/htpasswd}
                """.formatted(directory, port);
    }

    /** As image names begin with it. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    private boolean answers() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 401;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot remove " + directory, e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
