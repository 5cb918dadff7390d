package dev.roadstead.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.Json;
import org.junit.jupiter.api.Test;

class ClientSideApplyTest {
    private static final String MANIFEST = """
            {"kind": "Application", "metadata": {"name": "web"},
             "spec": {"template": {"image": "app:2", "ports": [{"containerPort": 80}]}}}""";

    @Test
    void whatWasAppliedAndIsNoLongerInTheManifestIsTakenOut() throws Exception {
        ObjectNode live = live(ClientSideApply.MANAGER, """
                {"kind": "Application",
                 "metadata": {"name": "web", "namespace": "shop", "annotations": {"note": "old"}},
                 "spec": {"replicas": 3, "template": {"image": "app:1", "healthCheck": {"tcp": {"port": 80}}}}}""");
        assertThat(ClientSideApply.patch(live, json(MANIFEST))).contains(json("""
                {"kind": "Application",
                 "metadata": {"name": "web", "namespace": "shop", "annotations": {"note": null}},
                 "spec": {"replicas": null,
                          "template": {"image": "app:2", "ports": [{"containerPort": 80}], "healthCheck": null}}}"""));
    }

    @Test
    void whatWasAppliedOtherwiseIsTheServersAffair() throws Exception {
        assertThat(ClientSideApply.patch(live("kubectl", "{\"spec\": {\"replicas\": 3}}"), json(MANIFEST)))
                .isEmpty();
        assertThat(ClientSideApply.patch(live(ClientSideApply.MANAGER, ""), json(MANIFEST)))
                .isEmpty();
        assertThat(ClientSideApply.patch(live(ClientSideApply.MANAGER, "{no"), json(MANIFEST)))
                .isEmpty();
        assertThat(ClientSideApply.patch(json("{\"metadata\": {\"name\": \"web\"}}"), json(MANIFEST)))
                .isEmpty();
    }

    private static ObjectNode live(String manager, String applied) throws Exception {
        ObjectNode live = json("{\"metadata\": {\"name\": \"web\", \"namespace\": \"shop\"}}");
        live.withObject("/metadata")
                .putArray("managedFields")
                .addObject()
                .put("manager", manager)
                .put("operation", "Update");
        live.withObject("/metadata").putObject("annotations").put(ClientSideApply.ANNOTATION, applied);
        return live;
    }

    private static ObjectNode json(String text) throws Exception {
        return (ObjectNode) Json.mapper().readTree(text);
    }
}
