package dev.roadstead.testkit.s3;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Adobe's S3Mock as a process of its own, on a port of 127.0.0.1. It keeps objects in files and takes any credentials.
 * Needs scripts/setup-s3.
 */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "backups";

    private static final Path JARS = Path.of(System.getProperty("project.root", "."), "testkit/target/s3mock");

    private final Path directory;
    private final Process process;
    private final int port;

    private S3Server(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /** Starts one with an empty bucket and waits until it answers. */
    public static S3Server start() throws IOException {
        if (!Files.exists(JARS.resolve("complete"))) {
            throw new IOException(JARS + " is missing; make it: scripts/setup-s3");
        }
        int port = FreePort.find();
        Path directory = Files.createTempDirectory("rs-s3");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                JARS + "/*",
                // HTTPS, which is not used.
                "-Dserver.port=0",
                "-Dcom.adobe.testing.s3mock.httpPort=" + port,
                "-Dcom.adobe.testing.s3mock.max-payload-size=64MB",
                "-Dcom.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
                "-Dcom.adobe.testing.s3mock.store.root=" + Files.createDirectory(directory.resolve("objects")),
                "com.adobe.testing.s3mock.S3MockApplication");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        S3Server server = new S3Server(directory, process, port);
        Eventually.await("the S3 server listens", Duration.ofMinutes(1), () -> FreePort.isTaken(port));
        return server;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot remove " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
