package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.schema.CoreKinds;
import dev.roadstead.apiserver.schema.CrdCompiler;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The core kinds, Roadstead's own and a user's. */
public final class TestKinds {
    private static final Path OWN =
            Path.of(System.getProperty("project.root", "..")).resolve("crd-schemas/src/main/resources/crds");

    /** Compiled once: some fifty definitions, immutable. */
    private static final ResourceCatalog CATALOG = compile();

    private TestKinds() {}

    public static ResourceCatalog catalog() {
        return CATALOG;
    }

    private static ResourceCatalog compile() {
        List<ResourceDefinition> definitions = new ArrayList<>(CoreKinds.definitions());
        try (Stream<Path> files = Files.list(OWN);
                InputStream crontabs = Objects.requireNonNull(TestKinds.class.getResourceAsStream("crontabs.yaml"))) {
            definitions.addAll(compile(crontabs.readAllBytes()));
            for (Path file : files.sorted().toList()) {
                definitions.addAll(compile(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ResourceCatalog(definitions);
    }

    public static ResourceDefinition definition(String group, String version, String plural) {
        return Objects.requireNonNull(CATALOG.find(group, version, plural), plural);
    }

    private static List<ResourceDefinition> compile(byte[] crd) {
        return CrdCompiler.compile((ObjectNode) DocumentReader.read(crd, Format.YAML));
    }
}
