package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** x-kubernetes-validations; the cases stand in validation-rules.yaml. */
final class ValidationRulesTest {
    private static final ObjectNode CASES = TestKinds.document("schema/validation-rules.yaml");

    @TestFactory
    Stream<DynamicTest> judgesObjects() {
        return CASES.path("objects")
                .valueStream()
                .map(it -> DynamicTest.dynamicTest(it.path("does").asText(), () -> {
                    ObjectSchema schema = schema(it.path("spec"));
                    assertThat(RuleChecksOf.schema(schema.raw())).isEmpty();
                    ObjectNode object = object(it.path("new"));
                    ObjectNode old = it.has("old") ? object(it.path("old")) : null;
                    assertThat(said(schema.validateRules(object, old))).isEqualTo(strings(it.path("says")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesRulesThatCannotBeEvaluated() {
        return CASES.path("refused")
                .valueStream()
                .map(it -> DynamicTest.dynamicTest(
                        it.path("message").asText(),
                        () -> assertThat(RuleChecksOf.schema(
                                        schema(it.path("spec")).raw()))
                                .anySatisfy(cause -> {
                                    assertThat(cause.field())
                                            .isEqualTo("schema.properties[spec]"
                                                    + it.path("field").asText());
                                    assertThat(cause.message())
                                            .contains(it.path("message").asText());
                                })));
    }

    @Test
    void stopsAtFiftyComplaints() {
        ObjectSchema schema = schema(TestKinds.tree(
                "{type: array, items: {type: integer, x-kubernetes-validations: [{rule: self > 1000}]}}"));
        ObjectNode object = object(
                TestKinds.tree(Stream.iterate(0, i -> i + 1).limit(100).toList().toString()));

        assertThat(schema.validateRules(object, null)).hasSize(50);
    }

    /** Checks of whole schemas, as CRDs have them. */
    private static final class RuleChecksOf {
        static List<Cause> schema(ObjectNode raw) {
            List<Cause> causes = new ArrayList<>();
            StructuralRules.check(raw, FieldPath.of("schema"), false, causes);
            return causes;
        }
    }

    private static ObjectSchema schema(JsonNode spec) {
        ObjectNode schema = TestKinds.yaml("{type: object}");
        schema.putObject("properties").set("spec", spec);
        return ObjectSchema.of(schema);
    }

    private static ObjectNode object(@Nullable JsonNode spec) {
        ObjectNode object = TestKinds.yaml("{apiVersion: a/v1, kind: A, metadata: {name: a}}");
        object.set("spec", spec);
        return object;
    }

    private static List<String> said(List<Cause> causes) {
        return causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
