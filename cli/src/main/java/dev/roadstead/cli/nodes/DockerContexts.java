package dev.roadstead.cli.nodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The contexts that {@code docker context} keeps in a folder. */
public final class DockerContexts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DockerContexts() {}

    /**
     * One context.
     *
     * @param tls folder with ca.pem, cert.pem and key.pem; it need not exist
     */
    public record Context(String name, String host, Path tls) {}

    /**
     * All contexts by name; none if there is no such folder.
     *
     * @param config Docker's folder, as a rule {@code ~/.docker}
     * @throws IOException if a file cannot be read
     */
    public static List<Context> in(Path config) throws IOException {
        Path metas = config.resolve("contexts").resolve("meta");
        if (!Files.isDirectory(metas)) {
            return List.of();
        }
        List<Context> contexts = new ArrayList<>();
        try (Stream<Path> folders = Files.list(metas)) {
            for (Path folder : folders.toList()) {
                Path file = folder.resolve("meta.json");
                if (Files.isRegularFile(file)) {
                    JsonNode meta = JSON.readTree(file.toFile());
                    Path tls = config.resolve("contexts")
                            .resolve("tls")
                            .resolve(folder.getFileName().toString())
                            .resolve("docker");
                    contexts.add(new Context(
                            meta.path("Name").asText(),
                            meta.path("Endpoints").path("docker").path("Host").asText(),
                            tls));
                }
            }
        }
        contexts.sort(Comparator.comparing(Context::name));
        return List.copyOf(contexts);
    }
}
