package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class QuickCheckTest {
    private static final SchemaRegistry ORACLE = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    private static final ObjectNode SCHEMA = TestKinds.yaml("""
            type: object
            required: [image, replicas]
            minProperties: 2
            properties:
              image: {type: string, minLength: 1, maxLength: 20, pattern: "^[a-zü😀]*$"}
              replicas: {type: integer, minimum: -1, maximum: 1000}
              share: {type: number, maximum: 50}
              load: {type: number}
              at: {type: string, format: date-time}
              host: {type: string, format: hostname}
              strategy: {type: string, enum: [a, Running, ""]}
              paused: {type: boolean}
              none: {type: string, nullable: true, enum: [a]}
              port: {x-kubernetes-int-or-string: true}
              ports: {type: array, minItems: 1, maxItems: 2, items: {type: integer, minimum: 0}}
              labels: {type: object, maxProperties: 2, additionalProperties: {type: string}}
              any: {x-kubernetes-preserve-unknown-fields: true}
              either: {type: integer, anyOf: [{minimum: 5}, {maximum: 1}]}
              step: {type: integer, multipleOf: 5}
            """);

    private static final List<String> FIELDS = Stream.concat(
                    SCHEMA.get("properties").properties().stream().map(Map.Entry::getKey), Stream.of("other"))
            .toList();

    private static final List<String> TIMES = List.of(
            "2026-02-28T23:59:59Z",
            "2026-02-29T00:00:00Z",
            "2024-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-10T00:00:00Z",
            "2026-10-00T00:00:00Z",
            "2026-10-10T24:00:00Z",
            "2026-10-10T23:60:00Z",
            "2026-10-10T23:59:60Z",
            "2026-10-10 23:59:59Z",
            "2026-10-10T23:59:59+01:00",
            "0000-01-01T00:00:00Z",
            "2026-10-10t23:59:59z");

    private final JsonNode translated = JsonSchemaTranslation.translate(SCHEMA);
    private final QuickCheck quick = QuickCheck.of(translated);
    private final Schema oracle = ORACLE.getSchema(translated);

    @RepeatedTest(20)
    void what_it_accepts_is_valid() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Mutilator values = new Mutilator(random);
        int accepted = 0;
        for (int i = 0; i < 2_000; i++) {
            ObjectNode value = valid();
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                String field = FIELDS.get(random.nextInt(FIELDS.size()));
                if (field.equals("at") && random.nextBoolean()) {
                    value.put(field, TIMES.get(random.nextInt(TIMES.size())));
                } else {
                    value.set(field, values.value(2));
                }
            }
            if (quick.accepts(value)) {
                accepted++;
                assertThat(oracle.validate(value))
                        .as("seed %s, value %s", seed, value)
                        .isEmpty();
            }
        }
        assertThat(accepted).as("seed %s", seed).isGreaterThan(500);
    }

    @Test
    void what_it_does_not_know_is_left_to_the_validator() {
        assertThat(quick.accepts(valid())).isTrue();
        for (String hard : List.of("host: a.example", "either: 7", "step: 5", "share: 1.5", "none: null")) {
            ObjectNode value = valid();
            value.setAll(TestKinds.yaml(hard));
            assertThat(oracle.validate(value)).as(hard).isEmpty();
            assertThat(quick.accepts(value)).as(hard).isFalse();
        }
    }

    @Test
    void objects_of_the_usual_kinds_are_known_to_be_valid() {
        ObjectNode effective = ObjectMetaSchema.withMetadata(SCHEMA.objectNode().put("type", "object"));
        QuickCheck check = QuickCheck.of(JsonSchemaTranslation.translate(effective));

        assertThat(check.accepts(TestKinds.yaml("""
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: a
                  labels: {a: b}
                  generation: 1
                  creationTimestamp: "2026-11-21T08:00:00Z"
                  managedFields: [{manager: m, operation: Update, time: "2026-11-21T08:00:00Z", fieldsV1: {"f:spec": {}}}]
                """))).isTrue();
    }

    private static ObjectNode valid() {
        return TestKinds.yaml("{image: abc, replicas: 3, at: '2026-11-21T08:00:00Z', labels: {a: b}, ports: [1]}");
    }
}
