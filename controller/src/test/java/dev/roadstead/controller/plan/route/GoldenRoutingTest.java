package dev.roadstead.controller.plan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.testkit.edge.TraefikSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What an edge is told in given situations, in the files of src/test/resources/route. {@code -Dgolden.write=true} writes
 * what is said now into them, for people to read before they commit it.
 */
class GoldenRoutingTest {
    private static final Path FOLDER = Path.of("src/test/resources/route");
    private static final List<String> FILES =
            List.of("rules.yaml", "tls.yaml", "middlewares.yaml", "containers.yaml", "rollouts.yaml", "sticky.yaml");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final TraefikSchema SCHEMA = new TraefikSchema();

    @TestFactory
    Stream<DynamicContainer> anEdgeIsTold() {
        return FILES.stream()
                .map(file -> dynamicContainer(
                        file,
                        cases(file).stream()
                                .map(it -> dynamicTest(it.path("says").asText(), () -> check(it)))));
    }

    @Test
    void thereAreManyCasesAndTheyAreWhatTheFilesSay() throws IOException {
        int count = 0;
        for (String file : FILES) {
            List<ObjectNode> cases = cases(file);
            count += cases.size();
            if (Boolean.getBoolean("golden.write")) {
                for (ObjectNode it : cases) {
                    it.set("routing", JSON.readTree(routing(it).toJson()));
                    if (it.has("labels")) {
                        it.set("labels", JSON.valueToTree(labels(it)));
                    }
                }
                Files.writeString(FOLDER.resolve(file), YAML.writeValueAsString(cases));
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(40);
    }

    private static void check(ObjectNode it) throws IOException {
        String json = routing(it).toJson();
        assertThat(JSON.readTree(json)).isEqualTo(it.path("routing"));
        assertThat(SCHEMA.faults(JSON.readTree(json))).isEmpty();
        assertThat(routing(reversed(it)).toJson()).as("in another order").isEqualTo(json);
        if (it.has("labels")) {
            assertThat(JSON.<JsonNode>valueToTree(labels(it))).isEqualTo(it.path("labels"));
        }
    }

    private static List<ObjectNode> cases(String file) {
        try {
            List<ObjectNode> cases = new ArrayList<>();
            YAML.readTree(Files.readString(FOLDER.resolve(file), StandardCharsets.UTF_8))
                    .forEach(it -> cases.add((ObjectNode) it));
            return cases;
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    private static Routing routing(ObjectNode it) {
        TreeMap<String, Routing.Certificate> certificates = new TreeMap<>();
        it.path("certificates")
                .properties()
                .forEach(pair -> certificates.put(
                        pair.getKey(),
                        new Routing.Certificate(
                                pair.getValue().path("chain").asText(),
                                pair.getValue().path("key").asText())));
        return Routing.of(
                domains(it),
                certificates,
                List.of(Routes.application(
                        it.path("rollout"),
                        it.has("refused") ? it.get("refused").asInt() : null)),
                containers(it),
                new EdgeView(
                        it.path("edge").asText("a"),
                        Map.of(
                                "a", Routes.node("a", "192.0.2.1"),
                                "b", Routes.node("b", "192.0.2.2"),
                                "v6", Routes.node("v6", "2001:db8::6"),
                                "nowhere", Routes.node("nowhere", ""))));
    }

    private static Map<String, String> labels(ObjectNode it) {
        return DockerLabels.of(domains(it), containers(it).getFirst().spec().template(), "shop");
    }

    private static List<DomainRoutes> domains(ObjectNode it) {
        List<String> users =
                it.path("users").valueStream().map(JsonNode::asText).toList();
        List<DomainRoutes> routes = new ArrayList<>();
        it.path("domains").properties().forEach(entry -> {
            Domain domain = Routes.domain("shop/" + entry.getKey(), entry.getValue());
            routes.add(DomainRoutes.of(domain, users));
        });
        return it.has("reversed") ? routes.reversed() : routes;
    }

    private static List<Container> containers(ObjectNode it) {
        List<JsonNode> said = it.path("containers").valueStream().toList();
        List<Container> containers = IntStream.range(0, said.size())
                .mapToObj(i -> Routes.container(i, said.get(i)))
                .toList();
        return it.has("reversed") ? containers.reversed() : containers;
    }

    private static ObjectNode reversed(ObjectNode it) {
        return it.deepCopy().put("reversed", true);
    }
}
