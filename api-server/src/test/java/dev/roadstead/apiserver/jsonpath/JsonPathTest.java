package dev.roadstead.apiserver.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonPathTest {
    private static final JsonNode OBJECT = parse("""
            {"metadata":{"name":"web","annotations":{"a.b/c":"dotted","with space":"spaced"}},
             "spec":{"replicas":3,"ports":[{"port":80,"name":"http"},{"port":443,"name":"https"}],"gone":null},
             "status":{"conditions":[{"type":"Other","status":"Unknown"},{"type":"Ready","status":"True","ok":true}]}}""");

    @Test
    void findsWhatKubernetesFinds() {
        Map.of(
                        ".metadata.name", "[web]",
                        "['metadata']['name']", "[web]",
                        ".metadata.annotations.a\\.b/c", "[dotted]",
                        ".metadata.annotations['with space']", "[spaced]",
                        ".spec.ports[0].port", "[80]",
                        ".spec.ports[-1].port", "[443]",
                        ".spec.ports[*].name", "[http, https]",
                        ".status.conditions[?(@.type==\"Ready\")].status", "[True]",
                        ".status.conditions[?(@.type=='Ready')].status", "[True]",
                        ".status.*[0].type", "[Other]")
                .forEach((path, expected) -> assertThat(texts(path)).as(path).hasToString(expected));
    }

    @Test
    void filtersByComparison() {
        Map.of(
                        ".spec.ports[?(@.port > 100)].name", "[https]",
                        ".spec.ports[?(@.port >= 80)].name", "[http, https]",
                        ".spec.ports[?(@.port<443)].name", "[http]",
                        ".spec.ports[?(@.port <= 79.5)].name", "[]",
                        ".spec.ports[?( @.name != 'http' )].port", "[443]",
                        ".status.conditions[?(@.ok==true)].type", "[Ready]",
                        ".status.conditions[?(@.ok)].type", "[Ready]",
                        ".status.conditions[?(@.type==1)].type", "[]")
                .forEach((path, expected) -> assertThat(texts(path)).as(path).hasToString(expected));
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        for (String path : List.of(
                ".nothing", ".spec.gone", ".spec.ports[7]", ".spec.ports[-7]", ".spec.replicas.x", ".spec[?(@.a)]")) {
            assertThat(texts(path)).as(path).isEmpty();
        }
    }

    @Test
    void takesTheFirstAlternativeThatIsThere() {
        assertThat(texts(".spec.gone|.nothing|.metadata.name|.spec.replicas")).containsExactly("web");
        assertThat(JsonPath.parse(".spec.ports|.status.conditions").all(OBJECT)).hasSize(2);
    }

    @Test
    void knowsWhichFieldsOfTheRootItNeeds() {
        assertThat(JsonPath.parse(".spec.a|['status'].b").rootFields()).containsExactly("spec", "status");
        assertThat(JsonPath.parse(".*").rootFields()).isNull();
    }

    @Test
    void saysWhereABadPathIsBad() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPath.parse(".spec.ports[x]"))
                .withMessageContaining("position 12")
                .withMessageContaining("expected an index, '*', a quoted name or a filter");
        for (String path : List.of(
                "",
                "spec",
                ".",
                ".a..b",
                ".a[",
                ".a['x",
                ".a[?(@.x==)]",
                ".a[?(@.x==y)]",
                ".a b",
                ".a|",
                "[99999999999]")) {
            assertThatIllegalArgumentException().as(path).isThrownBy(() -> JsonPath.parse(path));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonPath.parse(".a[?(@".repeat(100_000)))
                .withMessageContaining("at most 1000");
    }

    private static List<String> texts(String path) {
        return JsonPath.parse(path).select(OBJECT).stream()
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode parse(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
