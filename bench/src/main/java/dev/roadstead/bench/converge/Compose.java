package dev.roadstead.bench.converge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A service of a Compose project. Compose is no controller: it updates by recreating, and repairs nothing. */
final class Compose implements Contender {
    private final Path socket;
    private final Path file;

    Compose(Path socket, Path folder) throws IOException {
        this.socket = socket;
        this.file = folder.resolve("compose.yaml");
        Files.writeString(file, """
                version: "2.4"
                services:
                  bench:
                    image: %s
                    command: [sleep, "1000000"]
                    init: true
                    mem_limit: 512m
                    pids_limit: 512
                """.formatted(BenchConverge.IMAGE));
    }

    static boolean isInstalled() {
        return Command.exists("docker-compose");
    }

    @Override
    public String name() {
        return "Compose";
    }

    @Override
    public void scale(int containers) throws IOException, InterruptedException {
        if (containers == 0) {
            Command.run(socket, "docker-compose", "-f", file.toString(), "down", "-t", "10");
        } else {
            Command.run(socket, "docker-compose", "-f", file.toString(), "up", "-d", "--scale", "bench=" + containers);
        }
    }

    @Override
    public void update(int containers, int atOnce) {
        throw new UnsupportedOperationException("Compose has no rolling update");
    }

    @Override
    public boolean repairs() {
        return false;
    }

    @Override
    public void close() {}
}
