package dev.roadstead.bench.converge;

import java.io.IOException;
import java.nio.file.Path;

/** A service of Docker Swarm, on an engine that is its only member; its tasks are on a bridge, as the others' containers. */
final class Swarm implements Contender {
    private final Path socket;
    private int version;

    Swarm(Path socket) throws IOException, InterruptedException {
        this.socket = socket;
        Command.run(socket, "docker", "swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:0");
        Command.run(socket, "docker", "network", "create", "--config-only", "bench-config");
        Command.run(
                socket,
                "docker",
                "network",
                "create",
                "--driver=bridge",
                "--scope=swarm",
                "--config-from=bench-config",
                "bench-swarm");
    }

    @Override
    public String name() {
        return "Swarm";
    }

    @Override
    public void scale(int containers) throws IOException, InterruptedException {
        if (containers == 0) {
            Command.run(socket, "docker", "service", "rm", "bench");
        } else if (version == 0) {
            version++;
            Command.run(
                    socket,
                    "docker",
                    "service",
                    "create",
                    "--detach",
                    "--name=bench",
                    "--init",
                    "--limit-memory=512m",
                    "--limit-pids=512",
                    "--network=bench-swarm",
                    "--restart-delay=0s",
                    "--no-resolve-image",
                    "--replicas=" + containers,
                    BenchConverge.IMAGE,
                    "sleep",
                    "1000000");
        } else {
            Command.run(socket, "docker", "service", "scale", "--detach", "bench=" + containers);
        }
    }

    @Override
    public void update(int containers, int atOnce) throws IOException, InterruptedException {
        Command.run(
                socket,
                "docker",
                "service",
                "update",
                "--detach",
                "--update-parallelism=" + atOnce,
                "--update-order=start-first",
                "--update-monitor=0s",
                "--env-add=VERSION=" + ++version,
                "bench");
    }

    /** It keeps what has ended for a while, to show its history. */
    @Override
    public String gone() {
        return "die";
    }

    @Override
    public boolean repairs() {
        return true;
    }

    @Override
    public void close() throws IOException {
        try {
            Command.run(socket, "docker", "swarm", "leave", "--force");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
