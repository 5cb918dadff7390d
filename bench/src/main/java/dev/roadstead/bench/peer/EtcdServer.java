package dev.roadstead.bench.peer;

import dev.roadstead.bench.etcd.EtcdConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A cluster of one etcd, as it comes: durable, without TLS and without authentication. */
public final class EtcdServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final long QUOTA = 8L << 30;

    private final Process process;
    private final int port;

    private EtcdServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it on free ports and waits until it commits. */
    public static EtcdServer start(Path folder) throws IOException, InterruptedException {
        int port = FreePorts.next();
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + FreePorts.next();
        Process process = new ProcessBuilder(
                        "etcd",
                        "--name=bench",
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=bench=" + peer,
                        "--quota-backend-bytes=" + QUOTA,
                        "--log-level=error")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("etcd.out").toFile())
                .start();
        awaitFirstPut(process, port);
        return new EtcdServer(process, port);
    }

    private static void awaitFirstPut(Process process, int port) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try (EtcdConnection connection = EtcdConnection.open(port)) {
                connection.put(new byte[] {'k'}, new byte[] {'v'});
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end || !process.isAlive()) {
                    process.destroyForcibly();
                    throw new IOException("etcd did not start", e);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        Processes.stop(process);
    }
}
