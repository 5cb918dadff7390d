package dev.roadstead.bench.peer;

import dev.roadstead.bench.http.Target;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@link BareServer} in a process, with a Roadstead server's certificate and JVM flags. */
public final class BareProcess implements AutoCloseable {
    static final String READY = "the bare server is ready";
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Target target;

    private BareProcess(Process process, Target target) {
        this.process = process;
        this.target = target;
    }

    /** Serves the body as an answer to everything. */
    public static BareProcess start(Path folder, RoadsteadServer like, byte[] body)
            throws IOException, InterruptedException {
        Path pki = like.dataDir().resolve("pki");
        int port = FreePorts.next();
        Path output = folder.resolve("bare.out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-Xmn24m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dio.netty.machineId=00:00:00:00:00:01",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareServer.class.getName(),
                        Integer.toString(port),
                        pki.resolve("server.crt").toString(),
                        pki.resolve("server.key").toString(),
                        Files.write(folder.resolve("bare.body"), body).toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Processes.awaitLine(process, output, READY::equals, START_LIMIT);
        return new BareProcess(process, like.admin().at(URI.create("https://127.0.0.1:" + port)));
    }

    public Target target() {
        return target;
    }

    @Override
    public void close() {
        Processes.stop(process);
    }
}
