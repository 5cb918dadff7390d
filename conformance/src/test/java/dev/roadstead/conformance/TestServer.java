package dev.roadstead.conformance;

import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.testkit.MadeDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The API server that all suites share, with the kind {@code Widget} of manifests/widgets.yaml. Thread-safe. */
public final class TestServer implements AutoCloseable {
    private final Path directory;
    private final ApiServer server;
    private final HttpClient http;

    private TestServer(Path directory, ApiServer server) throws IOException {
        this.directory = directory;
        this.server = server;
        this.http = HttpClient.administrator(server);
    }

    static TestServer start() {
        try {
            Path directory = Files.createTempDirectory("roadstead-conformance");
            MadeDatabase.into(directory.resolve("data"));
            ServerConfig config = new ServerConfig(
                    directory.resolve("data"), "127.0.0.1", 0, null, List.of(resource("/manifests/widgets.yaml")));
            return new TestServer(directory, ApiServer.start(config));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As the administrator. */
    public HttpClient http() {
        return http;
    }

    /** Where it listens on this machine. */
    public URI url() {
        return server.url();
    }

    /** The administrator's kubeconfig, as the server wrote it. */
    public Path kubeconfig() {
        return server.adminKubeconfig();
    }

    /** Creates a namespace, unless there is one of that name. */
    public void ensureNamespace(String name) {
        http.post("/api/v1/namespaces", """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(name));
    }

    /** A text of the test class path. */
    public static String resource(String name) {
        try (InputStream in = TestServer.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
