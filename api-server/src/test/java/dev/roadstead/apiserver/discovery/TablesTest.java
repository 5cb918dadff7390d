package dev.roadstead.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TablesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ListMetadata PAGE = new ListMetadata(42, "next", 3L);
    private static final String APPLICATION = """
            {"apiVersion":"roadstead.dev/v1","kind":"Application",
             "metadata":{"name":"wéb","resourceVersion":"7","creationTimestamp":"2026-11-21T11:50:00Z","labels":{"a":"b"}},
             "spec":{"replicas":3,"template":{"image":"busybox"}},
             "status":{"conditions":[{"type":"Degraded","status":"False"},{"type":"Ready","status":"True"}]}}""";

    private final Tables applications = Tables.of(TestKinds.definition("roadstead.dev", "v1", "applications"));

    @Test
    void describesItsColumnsNameFirst() throws IOException {
        JsonNode table = list(applications, IncludeObject.NONE);

        assertThat(table.path("kind").asText()).isEqualTo("Table");
        assertThat(table.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
        assertThat(table.at("/columnDefinitions/0/name").asText()).isEqualTo("Name");
        assertThat(table.at("/columnDefinitions/0/format").asText()).isEqualTo("name");
        assertThat(table.path("columnDefinitions").findValuesAsText("name"))
                .startsWith("Name", "Ready", "Replicas")
                .endsWith("Image", "Message");
        assertThat(table.at("/columnDefinitions/8/priority").asInt()).isOne();
    }

    @Test
    void carriesTheMetadataOfTheList() throws IOException {
        assertThat(list(applications, IncludeObject.NONE).path("metadata"))
                .hasToString("{\"resourceVersion\":\"42\",\"continue\":\"next\",\"remainingItemCount\":3}");
    }

    @Test
    void fillsCellsFromTheColumnsPaths() throws IOException {
        assertThat(list(applications, IncludeObject.NONE, APPLICATION).at("/rows/0/cells"))
                .hasToString("[\"wéb\",\"True\",3,null,null,null,null,\"10m\",\"busybox\",null]");
    }

    @Test
    void includesAsMuchOfTheObjectAsIsWanted() throws IOException {
        assertThat(list(applications, IncludeObject.NONE, APPLICATION)
                        .at("/rows/0")
                        .has("object"))
                .isFalse();
        JsonNode partial =
                list(applications, IncludeObject.METADATA, APPLICATION).at("/rows/0/object");
        assertThat(partial.path("kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(partial.path("metadata")).isEqualTo(json(APPLICATION).path("metadata"));
        assertThat(partial.has("spec")).isFalse();
        assertThat(list(applications, IncludeObject.OBJECT, APPLICATION).at("/rows/0/object"))
                .isEqualTo(json(APPLICATION));
    }

    @Test
    void hasRowsEvenWhenThereAreNone() throws IOException {
        assertThat(list(applications, IncludeObject.METADATA).path("rows").isArray())
                .isTrue();
    }

    @Test
    void sendsColumnsOnlyWithTheFirstEventOfAWatch() throws IOException {
        byte[] object = APPLICATION.getBytes(StandardCharsets.UTF_8);
        JsonNode first = json(applications.single("v1beta1", IncludeObject.METADATA, object, true, NOW));
        JsonNode second = json(applications.single("v1beta1", IncludeObject.METADATA, object, false, NOW));

        assertThat(first.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1beta1");
        assertThat(first.path("columnDefinitions")).hasSize(10);
        assertThat(first.at("/metadata/resourceVersion").asText()).isEqualTo("7");
        assertThat(second.path("columnDefinitions")).isEmpty();
        assertThat(second.path("rows")).isEqualTo(first.path("rows"));
    }

    @Test
    void countsAndRefersForTheCoreKinds() throws IOException {
        assertThat(cells(
                        "configmaps",
                        "{\"metadata\":{\"name\":\"c\"},\"data\":{\"a\":\"\",\"b\":\"\"},\"binaryData\":{\"c\":\"\"}}"))
                .hasToString("[\"c\",3,null]");
        assertThat(cells("secrets", "{\"metadata\":{\"name\":\"s\"},\"type\":\"Opaque\"}"))
                .hasToString("[\"s\",\"Opaque\",0,null]");
        assertThat(cells("events", """
                        {"metadata":{"name":"e"},"involvedObject":{"kind":"Application","name":"web"},"reason":"Created",
                         "lastTimestamp":null,"eventTime":"2026-11-21T11:59:30.123456Z"}""")).hasToString("[\"29s\",null,\"Created\",\"application/web\",null,\"e\"]");
    }

    @Test
    void showsBytesAsPeopleReadThem() throws IOException {
        JsonNode table = list(
                Tables.of(TestKinds.definition("roadstead.dev", "v1", "volumebackups")),
                IncludeObject.NONE,
                "{\"metadata\":{\"name\":\"b\"},\"status\":{\"bytes\":\"25169195008\",\"storedBytes\":512}}");
        List<String> names = table.path("columnDefinitions").findValuesAsText("name");
        int size = names.indexOf("Size");

        assertThat(table.at("/rows/0/cells").path(size).asText()).isEqualTo("23.4Gi");
        assertThat(table.at("/rows/0/cells").path(names.indexOf("Stored")).asText())
                .isEqualTo("512");
        assertThat(table.at("/columnDefinitions").path(size).path("format").asText())
                .isEmpty();
    }

    @Test
    void showsTheAgeOfKindsWithoutColumns() throws IOException {
        Tables tables = Tables.of(TestKinds.definition("stable.example.com", "v1", "crontabs"));

        assertThat(list(tables, IncludeObject.NONE).path("columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Age");
    }

    @Test
    void leavesCellsEmptyThatDoNotHaveTheColumnsType() throws IOException {
        String odd = """
                {"metadata":{"name":"x","creationTimestamp":"yesterday"},"spec":{"replicas":"many","template":{"image":{"a":1}}}}""";

        assertThat(list(applications, IncludeObject.NONE, odd).at("/rows/0/cells"))
                .hasToString("[\"x\",null,null,null,null,null,null,\"<invalid>\",\"{\\\"a\\\":1}\",null]");
    }

    @Test
    void readsIncludeObject() {
        assertThat(IncludeObject.parse(null)).isEqualTo(IncludeObject.METADATA);
        assertThat(IncludeObject.parse("Object")).isEqualTo(IncludeObject.OBJECT);
        assertThatThrownBy(() -> IncludeObject.parse("Everything"))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("\"Everything\": expected None, Metadata or Object");
    }

    @Test
    void cutsObjectsDownToTheirMetadata() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PartialObjects.list("v1", PAGE, List.of(APPLICATION.getBytes(StandardCharsets.UTF_8)), out);
        JsonNode list = json(out.toByteArray());

        assertThat(list.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(list.at("/metadata/continue").asText()).isEqualTo("next");
        assertThat(list.at("/items/0/apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
        assertThat(list.at("/items/0/metadata")).isEqualTo(json(APPLICATION).path("metadata"));
    }

    private static JsonNode cells(String plural, String object) throws IOException {
        ResourceDefinition definition = TestKinds.definition("", "v1", plural);
        return list(Tables.of(definition), IncludeObject.NONE, object).at("/rows/0/cells");
    }

    private static JsonNode list(Tables tables, IncludeObject include, String... objects) throws IOException {
        List<byte[]> encoded = Arrays.stream(objects)
                .map(object -> object.getBytes(StandardCharsets.UTF_8))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        tables.list("v1", include, PAGE, encoded, NOW, out);
        return json(out.toByteArray());
    }

    private static JsonNode json(String text) throws IOException {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(byte[] text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
