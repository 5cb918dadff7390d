package dev.roadstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.repository.Repositories;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** A repository as somebody opens it who has its directory and its password, and no server. */
final class Archives implements AutoCloseable {
    private final Repository repository;
    private final Path scratch;

    private Archives(Repository repository, Path scratch) {
        this.repository = repository;
        this.scratch = scratch;
    }

    static Archives open(Installation roadstead, String name, Path directory) throws IOException {
        JsonNode ref = new JsonMapper()
                .readTree(roadstead.kubectl("get", "brepo", name, "-o", "jsonpath={.status.passwordSecret}"));
        String encoded = roadstead.kubectl(
                "get",
                "secret",
                ref.path("name").asText(),
                "-n",
                ref.path("namespace").asText(),
                "-o",
                "jsonpath={.data.password}");
        String password = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        Clock clock = Clock.systemUTC();
        return new Archives(
                Repositories.open(new DirectoryStore(directory, clock), password, clock),
                Files.createTempDirectory("roadstead-e2e-archives"));
    }

    List<Manifest> listed() {
        return repository.manifests();
    }

    /** Makes a Docker volume of what is in a backup. */
    void restore(Installation roadstead, String id, String dockerVolume) throws IOException {
        Path tar = scratch.resolve(id + ".tar");
        try (OutputStream out = Files.newOutputStream(tar)) {
            repository.restore(id, Set.of(), out, Progress.NONE);
        }
        roadstead.docker("volume", "create", dockerVolume);
        roadstead.docker(
                "run",
                "--rm",
                "--network",
                "none",
                "-v",
                dockerVolume + ":/volume",
                "-v",
                scratch + ":/from:ro",
                Installation.IMAGE_1,
                "tar",
                "-x",
                "-p",
                "-C",
                "/volume",
                "-f",
                "/from/" + id + ".tar");
    }

    @Override
    public void close() throws IOException {
        repository.close();
        try (var files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
