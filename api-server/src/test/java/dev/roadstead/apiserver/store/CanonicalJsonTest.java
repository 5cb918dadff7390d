package dev.roadstead.apiserver.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    private final JsonMapper mapper = new JsonMapper();

    @Test
    void theFixedMembersComeFirstAndTheRevisionIsDropped() throws Exception {
        assertThat(encoded("""
                {"spec": {"a": [1, null]}, "metadata": {"resourceVersion": "7", "name": "n"}, "kind": "K", "apiVersion": "v1"}""")).isEqualTo("""
                        {"apiVersion":"v1","kind":"K","metadata":{"name":"n"},"spec":{"a":[1,null]}}""");
    }

    @Test
    void aRevisionIsSplicedIntoFullAndEmptyMetadata() throws Exception {
        assertThat(spliced("""
                {"apiVersion":"v1","kind":"K","metadata":{"name":"n"}}""")).isEqualTo("""
                        {"apiVersion":"v1","kind":"K","metadata":{"resourceVersion":"42","name":"n"}}""");
        assertThat(spliced("""
                {"apiVersion":"v1","kind":"K","metadata":{}}""")).isEqualTo("""
                        {"apiVersion":"v1","kind":"K","metadata":{"resourceVersion":"42"}}""");
    }

    @Test
    void quotesAndOtherLanguagesDoNotConfuseIt() throws Exception {
        String strange = """
                {"apiVersion":"v\\"\\\\1","kind":"Ж\\"","metadata":{"name":"n"}}""";
        assertThat(mapper.readTree(spliced(strange))
                        .at("/metadata/resourceVersion")
                        .textValue())
                .isEqualTo("42");
    }

    @Test
    void labelsAreFoundWithoutTheRest() throws Exception {
        assertThat(CanonicalJson.labels(bytes("""
                {"apiVersion":"v1","kind":"K","metadata":{"annotations":{"labels":"no"},"labels":{"a":"1","b":""}},"spec":{}}"""))).isEqualTo(Map.of("a", "1", "b", ""));
        assertThat(CanonicalJson.labels(bytes("""
                {"apiVersion":"v1","kind":"K","metadata":{"labels":null},"labels":{"x":"y"}}"""))).isEmpty();
    }

    @Test
    void aWordIsFoundWhereverItStands() {
        byte[] body = "{\"apiVersion\":\"v1\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(CanonicalJson.mentions(body, "apiVersion")).isTrue();
        assertThat(CanonicalJson.mentions(body, "v1\"}")).isTrue();
        assertThat(CanonicalJson.mentions(body, "apiVersions")).isFalse();
        assertThat(CanonicalJson.mentions(body, "kind")).isFalse();
    }

    @Test
    void whatIsNoObjectIsRefused() {
        ObjectNode none = mapper.createObjectNode();
        assertThatThrownBy(() -> CanonicalJson.encode(none)).isInstanceOf(IllegalArgumentException.class);
        none.put("apiVersion", "v1").put("kind", "K");
        assertThatThrownBy(() -> CanonicalJson.encode(none)).hasMessageContaining("metadata");
        assertThatThrownBy(() -> CanonicalJson.withRevision("{}".getBytes(StandardCharsets.UTF_8), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String spliced(String json) throws Exception {
        return new String(CanonicalJson.withRevision(bytes(json), 42), StandardCharsets.UTF_8);
    }

    private String encoded(String json) throws Exception {
        return new String(bytes(json), StandardCharsets.UTF_8);
    }

    private byte[] bytes(String json) throws Exception {
        return CanonicalJson.encode((ObjectNode) mapper.readTree(json));
    }
}
