package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ObjectSchema;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.ResourceDefinition.PrinterColumn;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The kinds of {@code kinds.yaml} and Roadstead's own, read without any check. */
public final class TestKinds {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TestKinds() {}

    public static ResourceCatalog catalog() {
        List<ResourceDefinition> definitions = new ArrayList<>();
        for (String document : documents()) {
            for (Object crd : new Load(LoadSettings.builder().build()).loadAllFromString(document)) {
                addVersions(MAPPER.<JsonNode>valueToTree(crd).path("spec"), definitions);
            }
        }
        return new ResourceCatalog(definitions);
    }

    public static ResourceDefinition definition(String group, String version, String plural) {
        return Objects.requireNonNull(catalog().find(group, version, plural), plural);
    }

    private static List<String> documents() {
        Path root = Path.of(System.getProperty("project.root", ".."));
        try (Stream<Path> crds = Files.list(root.resolve("crd-schemas/src/main/resources/crds"));
                var own = Objects.requireNonNull(TestKinds.class.getResourceAsStream("kinds.yaml"))) {
            List<String> documents = new ArrayList<>();
            documents.add(new String(own.readAllBytes(), StandardCharsets.UTF_8));
            for (Path crd : crds.sorted().toList()) {
                documents.add(Files.readString(crd));
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addVersions(JsonNode spec, List<ResourceDefinition> definitions) {
        JsonNode names = spec.path("names");
        String kind = names.path("kind").asText();
        for (JsonNode version : spec.path("versions")) {
            JsonNode subresources = version.path("subresources");
            definitions.add(new ResourceDefinition(
                    spec.path("group").asText(),
                    version.path("name").asText(),
                    kind,
                    kind + "List",
                    names.path("plural").asText(),
                    names.path("singular").asText(),
                    strings(names.path("shortNames")),
                    strings(names.path("categories")),
                    spec.path("scope").asText().equals("Namespaced"),
                    ObjectSchema.of((ObjectNode) version.path("schema").path("openAPIV3Schema")),
                    true,
                    subresources.has("status"),
                    scale(subresources.path("scale")),
                    columns(version.path("additionalPrinterColumns")),
                    version.path("selectableFields")
                            .valueStream()
                            .map(field -> field.path("jsonPath").asText())
                            .toList(),
                    FieldValidation.STRICT));
        }
    }

    private static @Nullable ScalePaths scale(JsonNode scale) {
        return scale.isObject()
                ? new ScalePaths(
                        scale.path("specReplicasPath").asText(),
                        scale.path("statusReplicasPath").asText(),
                        scale.path("labelSelectorPath").textValue())
                : null;
    }

    private static List<PrinterColumn> columns(JsonNode columns) {
        return columns.valueStream()
                .map(column -> new PrinterColumn(
                        column.path("name").asText(),
                        column.path("type").asText(),
                        column.path("format").asText(""),
                        column.path("description").asText(""),
                        column.path("priority").asInt(0),
                        column.path("jsonPath").asText()))
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
