package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Traefik documents of its dynamic configuration, as a JSON Schema, and what a schema cannot say. Thread-safe. */
public final class TraefikSchema {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Schema schema;

    public TraefikSchema() {
        try (InputStream in = TraefikSchema.class.getResourceAsStream("traefik-v3-dynamic.json")) {
            this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The configuration, when nothing is wrong with it.
     *
     * @throws IllegalArgumentException if it is no JSON, or something is wrong
     */
    public JsonNode read(byte[] configuration) {
        JsonNode tree;
        try {
            tree = JSON.readTree(configuration);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + e.getMessage(), e);
        }
        List<String> faults = faults(tree);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("Traefik would refuse this: " + String.join("; ", faults));
        }
        return tree;
    }

    /** All that is wrong. */
    public List<String> faults(JsonNode tree) {
        List<String> faults = new ArrayList<>();
        schema.validate(tree).forEach(error -> faults.add(error.toString()));
        JsonNode http = tree.path("http");
        Set<String> services = names(http.path("services"));
        Set<String> middlewares = names(http.path("middlewares"));
        Set<String> options = names(tree.path("tls").path("options"));
        options.add("default");
        http.path("routers").properties().forEach(router -> {
            JsonNode said = router.getValue();
            require(faults, services, router.getKey(), said.path("service").asText());
            said.path("middlewares").forEach(name -> require(faults, middlewares, router.getKey(), name.asText()));
            if (said.path("tls").has("options")) {
                require(
                        faults,
                        options,
                        router.getKey(),
                        said.at("/tls/options").asText());
            }
            try {
                RouteRule.parse(said.path("rule").asText());
            } catch (IllegalArgumentException e) {
                faults.add(router.getKey() + ": " + e.getMessage());
            }
        });
        http.path("services")
                .properties()
                .forEach(service -> service.getValue()
                        .at("/weighted/services")
                        .forEach(part -> require(
                                faults,
                                services,
                                service.getKey(),
                                part.path("name").asText())));
        return faults;
    }

    private static Set<String> names(JsonNode section) {
        Set<String> names = new HashSet<>();
        section.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void require(List<String> faults, Set<String> known, String who, String named) {
        if (!known.contains(named)) {
            faults.add(who + " names " + named + ", which does not exist");
        }
    }
}
