package dev.roadstead.apiserver.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.document.DocumentReader;
import dev.roadstead.apiserver.document.DocumentReader.Format;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.schema.TestKinds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** I21: bad input gets a 4xx with the field's path or the position, the value and what was expected. */
final class BadInputTest {
    private final ResourceDefinition application = TestKinds.application();

    @TestFactory
    Stream<DynamicTest> refusesManifestsWithThePathOfTheField() throws IOException {
        return data("bad-manifests.yaml").valueStream().map(bad -> {
            String field = bad.path("field").asText();
            String message = bad.path("message").asText();
            return DynamicTest.dynamicTest(field + ": " + message, () -> {
                ObjectNode manifest = TestKinds.manifest();
                set(manifest, bad.path("at").asText(), bad.get("value"));
                assertThat(invalid(() -> admit(manifest)).causes())
                        .filteredOn(cause -> cause.field().equals(field))
                        .extracting(Cause::message)
                        .anySatisfy(found -> assertThat(found).contains(message));
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> refusesBodiesWithThePosition() throws IOException {
        return data("bad-bodies.yaml").valueStream().map(bad -> {
            String body = bad.path("body").asText();
            String type = bad.path("yaml").asBoolean() ? "application/yaml" : "application/json";
            return DynamicTest.dynamicTest(
                    type + " " + body,
                    () -> assertThat(badRequest(body, type))
                            .contains(bad.path("message").asText())
                            .doesNotContain("hunter2"));
        });
    }

    @Test
    void boundsDepth() {
        String json = "[".repeat(65);
        assertThat(badRequest(json, "application/json")).contains("line 1").contains("nested deeper than 64");
        assertThat(badRequest(json, "application/yaml")).contains("line 1").contains("nested deeper than 64");
        assertThat(badRequest("[".repeat(100_000), "application/json")).contains("nested deeper than 64");
        assertThat(badRequest("[".repeat(100_000), "application/yaml")).contains("nested deeper than 64");
    }

    @Test
    void boundsWhatAliasesExpandTo() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        }
        assertThat(badRequest(bomb.toString(), "application/yaml"))
                .contains("line 6")
                .contains("more than 200000 values");
    }

    @Test
    void boundsTheDepthThatAliasesReach() {
        StringBuilder deep = new StringBuilder("a0: &a0 [[[[[[[[[[x]]]]]]]]]]\n");
        for (int i = 1; i < 8; i++) {
            deep.append("a%d: &a%d [[[[[[[[[[*a%d]]]]]]]]]]\n".formatted(i, i, i - 1));
        }
        assertThat(badRequest(deep.toString(), "application/yaml")).contains("nested deeper than 64");
    }

    @Test
    void boundsTheSizeOfYaml() {
        assertThat(badRequest("a: " + "x".repeat(300_000), "application/yaml"))
                .contains("the line is longer than 262144");
        assertThat(badRequest("a: x\n".repeat(300_000), "application/yaml")).contains("at most 1048576");
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        byte[] body = {'{', '"', (byte) 0xC3, '"', '}'};
        ApiException e = catchThrowableOfType(ApiException.class, () -> BodyDecoder.decode(body, null));
        assertThat(e).hasMessageContaining("not valid UTF-8");
    }

    @Test
    void namesTheMediaTypesThatAreRead() {
        ApiException e =
                catchThrowableOfType(ApiException.class, () -> BodyDecoder.decode(new byte[0], "application/cbor"));
        assertThat(e.fault()).isInstanceOf(ApiFault.UnsupportedMediaType.class);
        assertThat(e).hasMessageContaining("application/json, application/yaml, application/vnd.kubernetes.protobuf");
    }

    @Test
    void cutsLongValues() {
        ObjectNode manifest = TestKinds.manifest();
        set(manifest, "/spec/template/image", TestKinds.tree("A".repeat(250)));
        assertThat(invalid(() -> admit(manifest)).message())
                .contains("A".repeat(100) + "…")
                .doesNotContain("A".repeat(101));
    }

    @Test
    void boundsTheNumberOfCauses() {
        ObjectNode manifest = TestKinds.manifest();
        ArrayNode env = ((ObjectNode) manifest.at("/spec/template")).putArray("env");
        for (int i = 0; i < 10_000; i++) {
            env.add(i);
        }
        assertThat(invalid(() -> admit(manifest)).causes()).hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void givesUpOnPatternsThatBacktrack() {
        ObjectNode manifest = TestKinds.manifest();
        set(manifest, "/spec/template/image", TestKinds.tree("a".repeat(200_000) + "!"));
        assertThat(invalid(() -> admit(manifest)).causes())
                .extracting(Cause::field)
                .containsExactly("spec.template.image");
    }

    private void admit(ObjectNode manifest) {
        Admission.admit(application, manifest, null, FieldValidation.STRICT);
    }

    private static ApiFault.Invalid invalid(ThrowingCallable call) {
        ApiException e = catchThrowableOfType(ApiException.class, call);
        assertThat(e).as("refused").isNotNull();
        return (ApiFault.Invalid) e.fault();
    }

    private static String badRequest(String body, String type) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ApiException e = catchThrowableOfType(ApiException.class, () -> BodyDecoder.decode(bytes, type));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.fault()).isInstanceOf(ApiFault.BadRequest.class);
        return e.fault().message();
    }

    private static void set(ObjectNode manifest, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        String last = pointer.substring(slash + 1);
        JsonNode parent = manifest.at(pointer.substring(0, slash));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        } else if (value == null) {
            ((ObjectNode) parent).remove(last);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
    }

    private static JsonNode data(String name) throws IOException {
        try (InputStream in = BadInputTest.class.getResourceAsStream(name)) {
            return DocumentReader.read(in.readAllBytes(), Format.YAML);
        }
    }
}
