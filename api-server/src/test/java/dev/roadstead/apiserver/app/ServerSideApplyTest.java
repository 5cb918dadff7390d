package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestApi.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Server-side apply and managedFields by HTTP. */
@ExtendWith(RunningServer.class)
class ServerSideApplyTest {
    private TestApi api;

    @BeforeEach
    void begin(TestApi started) {
        api = started;
    }

    private Answer apply(String path, String query, String body) {
        return api.patch(path + "?" + query, "application/apply-patch+yaml", body);
    }

    private Answer applyWidget(String query, String spec) {
        return apply(api.widgets("a"), query, TestApi.widget("a", spec));
    }

    private static JsonNode owned(Answer answer, String manager) {
        for (JsonNode entry : answer.at("/metadata/managedFields")) {
            if (entry.path("manager").asText().equals(manager)) {
                return entry;
            }
        }
        throw new AssertionError(manager + " owns nothing: " + answer.text());
    }

    @Test
    void applyCreatesThenChangesThenDoesNothing() {
        Answer created = applyWidget("fieldManager=me", "{\"size\": 1}").expect(201);
        assertThat(owned(created, "me").path("fieldsV1").toString()).isEqualTo("{\"f:spec\":{\"f:size\":{}}}");
        assertThat(created.at("/spec/color").asText()).as("the default").isEqualTo("blue");

        Answer again = applyWidget("fieldManager=me", "{\"size\": 1}").expect(200);
        assertThat(again.json()).isEqualTo(created.json());

        Answer changed = applyWidget("fieldManager=me", "{\"size\": 2}").expect(200);
        assertThat(changed.at("/spec/size").asInt()).isEqualTo(2);
        assertThat(changed.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(api.get(api.widgets("a")).json()).isEqualTo(changed.json());
    }

    @Test
    void bodyIsYamlAndFieldsGivenUpGo() {
        String yaml = """
                apiVersion: test.roadstead.dev/v1
                kind: Widget
                metadata: {name: a}
                spec: {size: 1, tags: {x: one, y: two}}
                """;
        apply(api.widgets("a"), "fieldManager=me", yaml).expect(201);

        Answer less = apply(api.widgets("a"), "fieldManager=me", yaml.replace(", y: two", ""));

        assertThat(less.expect(200).at("/spec/tags").toString()).isEqualTo("{\"x\":\"one\"}");
    }

    @Test
    void conflictIsRefusedWithItsManagersAndForced() {
        applyWidget("fieldManager=me", "{\"size\": 1}").expect(201);

        Answer refused = applyWidget("fieldManager=you", "{\"size\": 2}").expect(409);
        assertThat(refused.at("/reason").asText()).isEqualTo("Conflict");
        assertThat(refused.at("/message").asText())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"me\": .spec.size");
        assertThat(refused.at("/details/causes/0").toString())
                .isEqualTo("{\"reason\":\"FieldManagerConflict\",\"message\":\"conflict with \\\"me\\\"\","
                        + "\"field\":\".spec.size\"}");

        Answer forced =
                applyWidget("fieldManager=you&force=true", "{\"size\": 2}").expect(200);
        assertThat(forced.at("/metadata/managedFields")).hasSize(1);
    }

    @Test
    void everyWriteIsTracked() {
        api.send(api.request(api.widgets() + "?fieldManager=creator")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(TestApi.widget("a", "{\"size\": 1}"))))
                .expect(201);
        api.mergePatch(api.widgets("a") + "?fieldManager=patcher", "{\"spec\": {\"replicas\": 1}}")
                .expect(200);
        api.mergePatch(api.widgets("a", "status") + "?fieldManager=prober", "{\"status\": {\"phase\": \"Ready\"}}")
                .expect(200);
        api.mergePatch(api.widgets("a", "scale") + "?fieldManager=scaler", "{\"spec\": {\"replicas\": 4}}")
                .expect(200);
        Answer answer = api.get(api.widgets("a"));

        assertThat(owned(answer, "creator").path("fieldsV1").toString())
                .isEqualTo("{\"f:spec\":{\".\":{},\"f:color\":{},\"f:size\":{}}}");
        assertThat(owned(answer, "prober").path("subresource").asText()).isEqualTo("status");
        assertThat(owned(answer, "prober").path("fieldsV1").toString())
                .isEqualTo("{\"f:status\":{\".\":{},\"f:phase\":{}}}");
        assertThat(owned(answer, "scaler").path("subresource").asText()).isEqualTo("scale");
        assertThat(owned(answer, "scaler").path("fieldsV1").toString()).isEqualTo("{\"f:spec\":{\"f:replicas\":{}}}");
        assertThat(answer.text()).doesNotContain("patcher");
        assertThat(owned(answer, "creator").path("operation").asText()).isEqualTo("Update");
    }

    @Test
    void userAgentIsTheManagerWhenNoneIsNamed() {
        api.send(api.request(api.widgets())
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "my-tool/1.2 (linux)")
                        .POST(BodyPublishers.ofString(TestApi.widget("a", "{\"size\": 1}"))))
                .expect(201);

        assertThat(owned(api.get(api.widgets("a")), "my-tool").isObject()).isTrue();
    }

    @Test
    void managedFieldsAreResetByAnEmptyEntryOnly() {
        api.createWidget("a", "{\"size\": 1}");

        api.mergePatch(api.widgets("a"), "{\"metadata\": {\"managedFields\": []}}")
                .expect(200);
        assertThat(api.get(api.widgets("a")).at("/metadata/managedFields")).hasSize(1);
        api.mergePatch(api.widgets("a"), "{\"metadata\": {\"managedFields\": [{}]}}")
                .expect(200);
        assertThat(api.get(api.widgets("a")).json().path("metadata").has("managedFields"))
                .isFalse();
    }

    @Test
    void writeThatChangesNothingKeepsTheRevision() {
        ObjectNode created = api.createWidget("a", "{\"size\": 1}");

        Answer patched = api.mergePatch(api.widgets("a") + "?fieldManager=other", "{\"spec\": {\"size\": 1}}");
        Answer put = api.put(api.widgets("a"), created);

        assertThat(patched.json()).isEqualTo(created);
        assertThat(put.json()).isEqualTo(created);
    }

    @Test
    void statusAndScaleAreAppliedThroughTheirSubresources() {
        applyWidget("fieldManager=me", "{\"size\": 1, \"replicas\": 1}").expect(201);
        String status = """
                {"apiVersion": "test.roadstead.dev/v1", "kind": "Widget", "metadata": {"name": "a"},
                 "spec": {"size": 9}, "status": {"phase": "Ready"}}""";

        Answer applied =
                apply(api.widgets("a", "status"), "fieldManager=me", status).expect(200);
        assertThat(applied.at("/status/phase").asText()).isEqualTo("Ready");
        assertThat(applied.at("/spec/size").asInt()).isEqualTo(1);
        assertThat(applied.at("/metadata/managedFields")).hasSize(2);

        String scale = """
                {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {"name": "a"}, "spec": {"replicas": 5}}""";
        apply(api.widgets("a", "scale"), "fieldManager=hpa", scale).expect(409);
        assertThat(apply(api.widgets("a", "scale"), "fieldManager=hpa&force=true", scale)
                        .expect(200)
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(5);
        apply(api.widgets("none", "status"), "fieldManager=me", status.replace("\"a\"", "\"none\""))
                .expect(404);
    }

    @Test
    void resourceVersionAndUidArePreconditions() {
        applyWidget("fieldManager=me", "{\"size\": 1}").expect(201);
        String body = TestApi.widget("a", "{\"size\": 2}");

        apply(api.widgets("a"), "fieldManager=me", body.replace("\"name\"", "\"resourceVersion\": \"1\", \"name\""))
                .expect(409);
        apply(api.widgets("a"), "fieldManager=me", body.replace("\"name\"", "\"uid\": \"x\", \"name\""))
                .expect(409);
        apply(
                        api.widgets("b"),
                        "fieldManager=me",
                        TestApi.widget("b", "{\"size\": 1}").replace("\"name\"", "\"uid\": \"x\", \"name\""))
                .expect(409);
    }

    @Test
    void dryRunStoresNothing() {
        applyWidget("fieldManager=me&dryRun=All", "{\"size\": 1}").expect(201);
        api.get(api.widgets("a")).expect(404);

        applyWidget("fieldManager=me", "{\"size\": 1}").expect(201);
        assertThat(applyWidget("fieldManager=me&dryRun=All", "{\"size\": 2}")
                        .expect(200)
                        .at("/spec/size")
                        .asInt())
                .isEqualTo(2);
        assertThat(api.get(api.widgets("a")).at("/spec/size").asInt()).isEqualTo(1);
    }

    @Test
    void whatIsWrongIsSaid() {
        String body = TestApi.widget("a", "{\"size\": 1}");

        assertThat(applyWidget("force=false", "{\"size\": 1}").expect(422).text())
                .contains("fieldManager: Required value: is required for apply patch");
        assertThat(applyWidget("fieldManager=" + "x".repeat(129), "{\"size\": 1}")
                        .expect(422)
                        .text())
                .contains("may not be more than 128 bytes");
        assertThat(api.mergePatch(api.widgets("a") + "?force=true", "{}")
                        .expect(422)
                        .text())
                .contains("force: Forbidden: may not be specified for non-apply patch");
        assertThat(apply(api.widgets("a"), "fieldManager=me", body.replace("dev/v1", "dev/v2"))
                        .expect(400)
                        .text())
                .contains("Incorrect version specified in apply patch");
        assertThat(apply(
                                api.widgets("a"),
                                "fieldManager=me",
                                body.replace("\"name\"", "\"managedFields\": [{}], \"name\""))
                        .expect(400)
                        .text())
                .contains("metadata.managedFields must be nil");
        assertThat(apply(api.widgets("b"), "fieldManager=me", body).expect(400).text())
                .contains("does not match");
        apply(api.widgets("a"), "fieldManager=me", "[1").expect(400);
        apply(api.widgets("a"), "fieldManager=me", "7").expect(400);
        assertThat(applyWidget("fieldManager=me&fieldValidation=Strict", "{\"size\": 1, \"sise\": 2}")
                        .expect(400)
                        .text())
                .contains("unknown field \\\"spec.sise\\\"");
        applyWidget("fieldManager=me", "{\"size\": 0}").expect(422);
        api.get(api.widgets("a")).expect(404);
    }

    @Test
    void coreKindsAreAppliedToo() {
        String path = "/api/v1/namespaces/" + api.namespace() + "/configmaps/c";
        String body = """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a": "1", "b": "2"}}""";

        apply(path, "fieldManager=me", body).expect(201);
        Answer less = apply(path, "fieldManager=me", body.replace(", \"b\": \"2\"", ""))
                .expect(200);

        assertThat(less.at("/data").toString()).isEqualTo("{\"a\":\"1\"}");
        assertThat(owned(less, "me").path("fieldsV1").toString()).isEqualTo("{\"f:data\":{\"f:a\":{}}}");
    }
}
