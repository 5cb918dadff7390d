package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What rules can cost; the cases stand in rule-costs.yaml. */
final class RuleCostsTest {
    private static final ObjectNode CASES = TestKinds.document("schema/rule-costs.yaml");
    private static final String SPEC = "spec.versions[0].schema.openAPIV3Schema.properties[spec]";

    @TestFactory
    Stream<DynamicTest> countsWhatAnEvaluationCosts() {
        return cases("expressions", it -> {
            ObjectNode schema = it.path("schema").deepCopy();
            schema.putArray(ValidationRule.KEYWORD)
                    .addObject()
                    .put("rule", it.path("rule").asText());
            SchemaNode node = SchemaCompiler.compile(schema);
            var estimate = node.rules().getFirst().programs(node).rule().estimate();

            assertThat(estimate.cost()).isEqualTo(it.path("cost").asLong());
            if (it.has("unlimited")) {
                assertThat(estimate.unlimited())
                        .containsExactlyElementsOf(it.path("unlimited")
                                .valueStream()
                                .map(JsonNode::asText)
                                .toList());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesRulesThatCanCostTooMuch() {
        return cases(
                "refused",
                it -> assertThat(problems(crd(it.path("spec")), null)).anySatisfy(cause -> {
                    assertThat(cause.reason()).isEqualTo("FieldValueForbidden");
                    assertThat(cause.field()).isEqualTo(SPEC + it.path("field").asText());
                    assertThat(cause.message()).contains(it.path("message").asText());
                }));
    }

    @TestFactory
    Stream<DynamicTest> takesThemWithLimits() {
        return cases(
                "taken", it -> assertThat(problems(crd(it.path("spec")), null)).isEmpty());
    }

    @Test
    void refusesManyRulesThatTogetherCanCostTooMuch() {
        ObjectNode spec = TestKinds.yaml("{type: object, properties: {text: {type: string}}}");
        var rules = spec.putArray(ValidationRule.KEYWORD);
        for (int i = 0; i < 40; i++) {
            // A tenth of the characters that a request has, times a quarter of those of the pattern.
            rules.addObject().put("rule", "self.text.matches('" + "a".repeat(36) + "')");
        }

        List<Cause> causes = problems(crd(spec), null);

        assertThat(causes).hasSize(5);
        assertThat(causes.getFirst().message()).contains("contributed to estimated rule cost total");
        assertThat(causes.getLast().field()).isEqualTo("spec.versions[0].schema.openAPIV3Schema");
        assertThat(causes.getLast().message()).contains("exceeds budget by factor of 1.132464x");
    }

    /** Stored definitions may be older than the limit: they can be changed elsewhere. */
    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD) // it could not be interrupted
    void namesThatAreRequiredManyTimesCostNoMoreThanOnce() {
        ObjectNode items = CASES.objectNode().put("type", "string");
        for (int depth = 0; depth < 5; depth++) {
            ObjectNode object = CASES.objectNode().put("type", "object");
            object.putObject("properties").set("a", items);
            var required = object.putArray("required");
            for (int i = 0; i < 2_000; i++) {
                required.add("a");
            }
            items = object;
        }
        ObjectNode list = CASES.objectNode().put("type", "array");
        list.set("items", items);
        list.putArray(ValidationRule.KEYWORD).addObject().put("rule", "size(self) > 0");
        SchemaNode node = SchemaCompiler.compile(list);

        assertThat(node.rules().getFirst().programs(node).rule().estimate().cost())
                .isPositive();
    }

    @Test
    void asksNothingOfASchemaThatIsInForce() {
        ObjectNode before = crd(CASES.at("/refused/0/spec"));
        ObjectNode after = before.deepCopy();
        after.withObject("/spec/names").putArray("shortNames").add("bt");
        assertThat(problems(after, before)).isEmpty();

        ObjectNode changed = after.deepCopy();
        changed.withObject("/spec/versions/0/schema/openAPIV3Schema").put("description", "Boats.");
        assertThat(problems(changed, before)).isNotEmpty();
    }

    @TestFactory
    Stream<DynamicTest> takesRoadsteadsOwnKinds() throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("project.root"), "crd-schemas/src/main/resources/crds"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                        ObjectNode crd = (ObjectNode) DocumentReader.read(Files.readAllBytes(file), Format.YAML);
                        assertThat(problems(crd, null)).isEmpty();
                    }));
        }
    }

    private static List<Cause> problems(ObjectNode crd, @Nullable ObjectNode inForce) {
        return new ArrayList<>(CrdCompiler.problems(crd, inForce));
    }

    private static ObjectNode crd(JsonNode spec) {
        ObjectNode crd = TestKinds.yaml("""
                metadata: {name: boats.example.com}
                spec:
                  group: example.com
                  scope: Namespaced
                  names: {plural: boats, kind: Boat}
                  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]
                """);
        ((ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema"))
                .putObject("properties")
                .set("spec", spec.deepCopy());
        return crd;
    }

    private interface Check {
        void of(JsonNode it);
    }

    private static Stream<DynamicTest> cases(String group, Check check) {
        return CASES.path(group)
                .valueStream()
                .map(it -> DynamicTest.dynamicTest(
                        it.path("rule").asText(it.path("about").asText()), () -> check.of(it)));
    }
}
