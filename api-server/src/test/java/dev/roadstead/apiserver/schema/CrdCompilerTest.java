package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.ResourceDefinition.PrinterColumn;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class CrdCompilerTest {
    @Test
    void readsNamesScopeAndSubresources() {
        ResourceDefinition application = TestKinds.application();

        assertThat(application.resource()).isEqualTo("applications.roadstead.dev");
        assertThat(application.apiVersion()).isEqualTo("roadstead.dev/v1");
        assertThat(application.listKind()).isEqualTo("ApplicationList");
        assertThat(application.shortNames()).containsExactly("app");
        assertThat(application.categories()).containsExactly("all", "roadstead");
        assertThat(application.namespaced()).isTrue();
        assertThat(application.generation()).isTrue();
        assertThat(application.statusSubresource()).isTrue();
        assertThat(application.scale())
                .isEqualTo(new ScalePaths(".spec.replicas", ".status.replicas", ".status.selector"));
        assertThat(application.selectableFields()).containsExactly(".spec.desiredState");
        assertThat(application.unknownFields()).isEqualTo(FieldValidation.STRICT);
        assertThat(application.columns().getLast())
                .isEqualTo(new PrinterColumn("Image", "string", "", "", 1, ".spec.template.image"));
    }

    @Test
    void showsTheAgeWhenNoColumnsAreGiven() {
        ObjectNode crd = TestKinds.applicationCrd();
        ((ObjectNode) crd.at("/spec/versions/0")).remove("additionalPrinterColumns");

        assertThat(CrdCompiler.compile(crd).getFirst().columns())
                .extracting(PrinterColumn::name)
                .containsExactly("Age");
    }

    @Test
    void leavesOutVersionsThatAreNotServed() {
        ObjectNode crd = TestKinds.applicationCrd();
        ObjectNode older = crd.at("/spec/versions/0").deepCopy();
        older.put("name", "v1beta1").put("served", false).put("storage", false);
        crd.withObject("/spec").withArray("versions").add(older);

        assertThat(CrdCompiler.compile(crd))
                .extracting(ResourceDefinition::version)
                .containsExactly("v1");
    }

    @TestFactory
    Stream<DynamicTest> refusesDefinitionsThatCannotBeServed() {
        return cases("definitions", problem -> {
            ObjectNode crd = TestKinds.applicationCrd();
            set(crd, problem.path("at").asText(), problem.get("value"));
            assertRefused(
                    crd, problem.path("field").asText(), problem.path("message").asText());
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesSchemasThatAreNotStructural() {
        return cases("schemas", problem -> {
            ObjectNode crd = TestKinds.applicationCrd();
            set(crd, "/spec/versions/0/schema/openAPIV3Schema/properties/spec", problem.get("value"));
            String spec = "spec.versions[0].schema.openAPIV3Schema.properties[spec]";
            assertRefused(
                    crd,
                    spec + problem.path("field").asText(),
                    problem.path("message").asText());
        });
    }

    @Test
    void standsATreeOfAnyForm() {
        for (String crd : List.of("{}", "{spec: 1}", "{spec: {versions: [1]}}", "{metadata: [], spec: {names: []}}")) {
            assertThat(CrdCompiler.problems(TestKinds.yaml(crd), null)).isNotEmpty();
        }
    }

    private static Stream<DynamicTest> cases(String group, Consumer<JsonNode> test) {
        return TestKinds.document("schema/crd-problems.yaml")
                .path(group)
                .valueStream()
                .map(problem -> DynamicTest.dynamicTest(
                        problem.path("field").asText() + " "
                                + problem.path("message").asText(),
                        () -> test.accept(problem)));
    }

    private static void set(ObjectNode crd, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) crd.at(pointer.substring(0, slash));
        parent.set(pointer.substring(slash + 1), value);
    }

    private static void assertRefused(ObjectNode crd, String field, String message) {
        ApiException e = catchThrowableOfType(ApiException.class, () -> CrdCompiler.compile(crd));
        assertThat(e).isNotNull();
        assertThat(((ApiFault.Invalid) e.fault()).causes()).anySatisfy(cause -> {
            assertThat(cause.field()).isEqualTo(field);
            assertThat(cause.message()).contains(message);
        });
    }
}
