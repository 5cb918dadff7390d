package dev.roadstead.apiserver.discovery.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.discovery.TestKinds;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final String ITEM = "/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}";
    private static final OpenApiV3 OPEN_API = OpenApiV3.load();

    private final ObjectNode crontabs = document("stable.example.com");
    private final ObjectNode core = document("");
    private final ObjectNode swagger = SwaggerV2.translate("v1.33.0", List.of(core, crontabs));

    @Test
    void servesThePathsOfAKind() {
        assertThat(names(crontabs.path("paths")))
                .containsExactlyInAnyOrder(
                        "/apis/stable.example.com/v1/crontabs",
                        "/apis/stable.example.com/v1/namespaces/{namespace}/crontabs",
                        ITEM,
                        ITEM + "/scale",
                        ITEM + "/status");
        assertThat(names(crontabs.path("paths").path(ITEM)))
                .containsExactlyInAnyOrder("parameters", "get", "put", "patch", "delete");
        assertThat(names(core.path("paths"))).contains("/api/v1/namespaces/{name}", "/api/v1/secrets");
    }

    @Test
    void tellsKubectlThatPatchesAreValidatedByTheServer() {
        JsonNode patch = crontabs.path("paths").path(ITEM).path("patch");

        assertThat(patch.path("x-kubernetes-action").asText()).isEqualTo("patch");
        assertThat(patch.path("x-kubernetes-group-version-kind"))
                .hasToString("{\"group\":\"stable.example.com\",\"kind\":\"CronTab\",\"version\":\"v1\"}");
        assertThat(patch.path("parameters").findValuesAsText("name"))
                .containsExactly("dryRun", "fieldManager", "fieldValidation", "force");
    }

    @Test
    void offersStrategicMergePatchForCoreKindsOnly() {
        assertThat(names(crontabs.path("paths").path(ITEM).at("/patch/requestBody/content")))
                .containsExactlyInAnyOrder(
                        "application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");
        assertThat(names(core.path("paths")
                        .path("/api/v1/namespaces/{namespace}/secrets/{name}")
                        .at("/patch/requestBody/content")))
                .contains("application/strategic-merge-patch+json");
    }

    @Test
    void publishesSchemasByKind() {
        JsonNode crontab = crontabs.at("/components/schemas/com.example.stable.v1.CronTab");

        assertThat(crontab.path("x-kubernetes-group-version-kind"))
                .hasToString("[{\"group\":\"stable.example.com\",\"kind\":\"CronTab\",\"version\":\"v1\"}]");
        assertThat(crontab.at("/properties/metadata/allOf/0/$ref").asText())
                .isEqualTo("#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
        assertThat(crontab.at("/properties/spec/properties/policy/enum")).hasSize(2);
        assertThat(core.at("/components/schemas").has("io.k8s.api.core.v1.ConfigMapList"))
                .isTrue();
    }

    @Test
    void refersToNothingThatIsNotThere() {
        for (ObjectNode document : List.of(core, crontabs)) {
            assertThat(references(document))
                    .allSatisfy(reference -> assertThat(
                                    document.at("/" + reference.substring(2)).isObject())
                            .as(reference)
                            .isTrue());
        }
        assertThat(references(swagger))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                swagger.at("/" + reference.substring(2)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void givesEveryOperationItsOwnId() {
        List<String> ids = swagger.path("paths").findValuesAsText("operationId");

        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void saysInVersion2OnlyWhatVersion2CanSay() {
        String text = swagger.toString();

        assertThat(text)
                .doesNotContain("\"oneOf\"", "\"anyOf\"", "\"allOf\"", "\"nullable\"", "\"requestBody\"", "components");
        JsonNode spec = swagger.at("/definitions/com.example.stable.v1.CronTab/properties/spec/properties");
        assertThat(spec.path("port")).hasToString("{\"x-kubernetes-int-or-string\":true}");
        assertThat(spec.path("suspend").has("type")).isFalse();
        assertThat(spec.path("extra").has("type")).isFalse();
        assertThat(spec.at("/target/properties/command/items/type").asText()).isEqualTo("string");
    }

    @Test
    void translatesOperationsToVersion2() {
        JsonNode patch = swagger.path("paths").path(ITEM).path("patch");

        assertThat(patch.path("consumes")).hasSize(3);
        assertThat(patch.path("produces")).hasToString("[\"application/json\"]");
        assertThat(patch.at("/parameters/4/in").asText()).isEqualTo("body");
        assertThat(patch.at("/parameters/0/type").asText()).isEqualTo("string");
        assertThat(patch.at("/responses/200/schema/$ref").asText())
                .isEqualTo("#/definitions/com.example.stable.v1.CronTab");
    }

    private static ObjectNode document(String group) {
        List<ResourceDefinition> definitions = TestKinds.catalog().all().stream()
                .filter(definition ->
                        definition.group().equals(group) && definition.version().equals("v1"))
                .toList();
        return OPEN_API.document("v1.33.0", definitions);
    }

    private static Set<String> references(JsonNode document) {
        return document.findValuesAsText("$ref").stream().collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(JsonNode object) {
        return object.propertyStream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }
}
