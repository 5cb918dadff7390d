package dev.roadstead.conformance.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServer.class)
final class PatchesTest {
    private KubernetesClient client;
    private Resource<Widget> web;

    @BeforeEach
    void connect(TestServer server) {
        client = Clients.of(server);
        client.resource(Widget.of("web", 3)).create();
        web = client.resources(Widget.class).withName("web");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void jsonPatchesChangeWhatTheyName() {
        Widget patched = web.patch(
                PatchContext.of(PatchType.JSON), "[{\"op\": \"replace\", \"path\": \"/spec/size\", \"value\": 7}]");

        assertThat(patched.getSpec().size).isEqualTo(7);
    }

    @Test
    void mergePatchesMerge() {
        web.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"tags\": {\"a\": \"1\", \"b\": \"2\"}}}");
        Widget patched = web.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"tags\": {\"a\": null}}}");

        assertThat(patched.getSpec().tags).containsOnlyKeys("b");
    }

    @Test
    void strategicMergePatchesAreForCoreKinds() {
        client.configMaps()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .endMetadata()
                        .addToData("a", "1")
                        .build())
                .create();

        assertThat(client.configMaps()
                        .withName("settings")
                        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\": {\"a\": null, \"b\": \"2\"}}")
                        .getData())
                .containsOnlyKeys("b");
        assertThat(catchThrowableOfType(
                                KubernetesClientException.class,
                                () -> web.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"spec\": {}}"))
                        .getCode())
                .isEqualTo(415);
    }
}
