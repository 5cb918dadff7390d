package dev.roadstead.apiserver.app;

import dev.roadstead.address.Cidr;
import dev.roadstead.apiserver.fairness.Rate;
import dev.roadstead.apiserver.people.SignInLimits;
import dev.roadstead.apiserver.store.embedded.CopiedDatabase;
import dev.roadstead.egress.EgressPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One API server with its embedded PostgreSQL for all tests of a run; each test gets a namespace of its own. */
public final class RunningServer implements ParameterResolver {
    private static final ExtensionContext.Namespace SCOPE = ExtensionContext.Namespace.create(RunningServer.class);
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private record Shared(Path directory, ApiServer server) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
            delete(directory);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestApi.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Shared shared =
                context.getRoot().getStore(SCOPE).computeIfAbsent(Shared.class, ignored -> start(), Shared.class);
        return TestApi.withNewNamespace(shared.server(), "test-" + NAMESPACES.incrementAndGet());
    }

    private static Shared start() {
        try {
            Path directory = Files.createTempDirectory("roadstead-api");
            return new Shared(directory, ApiServer.start(config(directory.resolve("data"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Of a server that starts with a database that is there already, and empty. */
    static ServerConfig config(Path dataDir) {
        CopiedDatabase.into(dataDir);
        return new ServerConfig(dataDir, "127.0.0.1", 0, null, List.of(manifest("widgets.yaml")))
                .limiting(new SignInLimits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.UNLIMITED))
                .calling(new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    }

    static String manifest(String name) {
        try (var in = RunningServer.class.getResourceAsStream("/manifests/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
