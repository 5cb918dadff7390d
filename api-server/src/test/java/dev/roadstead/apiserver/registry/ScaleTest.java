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
    void aScaleClaimsAVersionOrIsAboutTheObjectAsItIs() {
        ObjectNode claiming = scale("{'metadata': {'resourceVersion': '6'}, 'spec': {'replicas': 0}}");
        ObjectNode silent = scale("{'metadata': {'resourceVersion': ''}, 'spec': {'replicas': 0}}");

        assertThat(version(claiming)).isEqualTo("6");
        assertThat(version(silent)).isEqualTo("7");
    }

    @Test
    void replicasMustBeAWholeNumber() {
        for (String replicas : List.of("-1", "1.5", "'3'", "null", "99999999999")) {
            assertThatThrownBy(() -> Scale.apply(
                            SCALE, Samples.widget("a"), OBJECT, scale("{'spec': {'replicas': " + replicas + "}}")))
                    .hasMessageContaining("spec.replicas");
        }
    }

    @Test
    void anotherKindIsNoScale() {
        ObjectNode widget = json("{'kind': 'Widget', 'apiVersion': 'test.roadstead.dev/v1', 'spec': {'replicas': 1}}");

        assertThatThrownBy(() -> Scale.apply(SCALE, Samples.widget("a"), OBJECT, widget))
                .hasMessageContaining("expected a Scale");
    }

    private static ObjectNode scale(String content) {
        return json(content).put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    }

    private static String version(ObjectNode scale) {
        return Scale.apply(SCALE, Samples.widget("a"), OBJECT, scale)
                .at("/metadata/resourceVersion")
                .asText();
    }
}
