package dev.roadstead.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.blob.DirectoryStore;
import dev.roadstead.backup.repository.Repositories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/** A repository as somebody opens it who has its directory and its password, and no server. */
final class Archives implements AutoCloseable {
    private final Repository repository;

    private Archives(Repository repository) {
        this.repository = repository;
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
        return new Archives(Repositories.open(new DirectoryStore(directory, clock), password, clock));
    }

    List<Manifest> listed() {
        return repository.manifests();
    }

    @Override
    public void close() {
        repository.close();
    }
}
