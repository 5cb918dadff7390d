package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.ObjectSchema;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import dev.roadstead.apiserver.schema.Safeguards;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Objects and definitions for the tests of pure rules. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");
    static final ScalePaths SCALE = new ScalePaths(".spec.replicas", ".status.replicas", ".status.selector");

    private Samples() {}

    static ObjectNode json(String text) {
        return ObjectJson.decode(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static Target widget(String name) {
        return new Target(definition("test.dev", "widgets", "Widget", true), "ns", name);
    }

    static Target configMap(String name) {
        return new Target(definition("", "configmaps", "ConfigMap", false), "ns", name);
    }

    /** In namespace ns, of a built-in kind. */
    static Target builtIn(String group, String plural, String name) {
        return new Target(definition(group, plural, plural, false), "ns", name);
    }

    private static ResourceDefinition definition(String group, String plural, String kind, boolean custom) {
        return new ResourceDefinition(
                group,
                "v1",
                kind,
                kind + "List",
                plural,
                plural.substring(0, plural.length() - 1),
                List.of(),
                List.of(),
                true,
                ObjectSchema.of(json("{'type': 'object'}")),
                custom,
                custom,
                custom ? SCALE : null,
                List.of(),
                List.of(),
                ResourceDefinition.ALL_VERBS,
                false,
                FieldValidation.WARN,
                custom,
                Safeguards.NONE,
                null,
                null);
    }
}
