package dev.roadstead.apiserver.registry;

import static dev.roadstead.apiserver.registry.Samples.SCALE;
import static dev.roadstead.apiserver.registry.Samples.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final ObjectNode OBJECT =
            json("{'metadata': {'name': 'a', 'resourceVersion': '7'}, 'spec': {'replicas': 2, 'size': 1},"
                    + " 'status': {'replicas': 1, 'selector': 'x=y'}}");

    @Test
    void viewShowsReplicasAndSelector() {
        ObjectNode scale = Scale.view(SCALE, OBJECT);

        assertThat(scale.at("/spec/replicas").asInt()).isEqualTo(2);
        assertThat(scale.at("/status/replicas").asInt()).isEqualTo(1);
        assertThat(scale.at("/status/selector").asText()).isEqualTo("x=y");
        assertThat(scale.at("/metadata/resourceVersion").asText()).isEqualTo("7");
        assertThat(Scale.view(SCALE, json("{}")).at("/spec/replicas").asInt(-1)).isZero();
    }

    @Test
    void applyChangesTheReplicasAlone() {
        ObjectNode scale = Scale.view(SCALE, OBJECT);
        ((ObjectNode) scale.get("spec")).put("replicas", 5);

        ObjectNode next = Scale.apply(SCALE, Samples.widget("a"), OBJECT, scale);

        ObjectNode expected = OBJECT.deepCopy();
        ((ObjectNode) expected.get("spec")).put("replicas", 5L);
        assertThat(next).isEqualTo(expected);
    }

    @Test
    void versionThatTheScaleClaimsIsThatOfTheObject() {
        ObjectNode scale = json("{'metadata': {'resourceVersion': '6'}, 'spec': {'replicas': 0}}");

        assertThat(Scale.apply(SCALE, Samples.widget("a"), json("{'metadata': {'uid': 'u'}}"), scale))
                .isEqualTo(json("{'metadata': {'resourceVersion': '6'}, 'spec': {'replicas': 0}}"));
    }

    @Test
    void scaleThatClaimsNoVersionFitsToAny() {
        assertThat(Scale.apply(SCALE, Samples.widget("a"), OBJECT, json("{'spec': {'replicas': 5}}"))
                        .at("/metadata/resourceVersion")
                        .asText())
                .isEqualTo("7");
    }

    @Test
    void replicasMustBeAWholeNumber() {
        for (String replicas : List.of("-1", "1.5", "'3'", "null", "99999999999")) {
            assertThatThrownBy(() -> Scale.apply(
                            SCALE, Samples.widget("a"), OBJECT, json("{'spec': {'replicas': " + replicas + "}}")))
                    .hasMessageContaining("spec.replicas");
        }
    }
}
