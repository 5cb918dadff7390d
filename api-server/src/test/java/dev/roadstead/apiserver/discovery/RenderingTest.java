package dev.roadstead.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderingTest {
    private static final String META = ";g=meta.k8s.io";

    @Test
    void isPlainWhereverJsonIsTaken() {
        for (String accept : List.of(
                "",
                "application/json",
                "*/*",
                "application/*",
                "application/vnd.kubernetes.protobuf,application/json",
                "application/vnd.kubernetes.protobuf, */*",
                "application/vnd.kubernetes.protobuf;stream=watch,application/json;stream=watch",
                "text/html,application/xhtml+xml,*/*;q=0.8",
                "application/yaml, Application/JSON;charset=utf-8",
                "application/json;as=Unknown;v=v1" + META + ",application/json")) {
            assertThat(Rendering.negotiate(accept)).as(accept).isEqualTo(new Rendering.Plain());
        }
        assertThat(Rendering.negotiate(null)).isEqualTo(new Rendering.Plain());
    }

    @Test
    void takesTheFirstTransformationItKnows() {
        assertThat(Rendering.negotiate("application/json;as=Table;v=v2" + META + ",application/json;as=Table;v=v1beta1"
                        + META + ",application/json"))
                .isEqualTo(new Rendering.Table("v1beta1"));
        assertThat(Rendering.negotiate("application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;v=v1" + META
                        + ",application/json;as=PartialObjectMetadataList;v=v1" + META))
                .isEqualTo(new Rendering.PartialMetadata("v1", true));
        assertThat(Rendering.negotiate("application/json;as=PartialObjectMetadata;v=v1" + META))
                .isEqualTo(new Rendering.PartialMetadata("v1", false));
    }

    @Test
    void prefersTheHigherQuality() {
        assertThat(Rendering.negotiate("application/json;q=0.5,application/json;as=Table;v=v1" + META))
                .isEqualTo(new Rendering.Table("v1"));
    }

    @Test
    void refusesWhenNothingFits() {
        for (String accept : List.of(
                "application/vnd.kubernetes.protobuf",
                "text/plain",
                "application/json;q=0",
                "application/json;as=Table;v=v9" + META,
                "application/json;as=Table;v=v1;g=other")) {
            assertThatThrownBy(() -> Rendering.negotiate(accept))
                    .as(accept)
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.fault()).isInstanceOf(ApiFault.NotAcceptable.class))
                    .hasMessageContaining(accept);
        }
    }
}
