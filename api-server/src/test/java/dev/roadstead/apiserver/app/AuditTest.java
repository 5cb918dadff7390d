package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.testkit.Eventually;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class AuditTest {
    private static final String EVENTS = "/apis/roadstead.dev/v1/auditevents";

    @Test
    void everyWriteHasOneRecordFromTheStart(TestApi api) {
        ObjectNode created = api.createWidget("a", "{\"size\": 1}");
        ObjectNode patched = api.mergePatch(api.widgets("a"), "{\"spec\": {\"size\": 2}}")
                .expect(200)
                .json();
        api.delete(api.widgets("a")).expect(200);

        List<JsonNode> records = of(api, "a");
        assertThat(records)
                .extracting(it -> it.at("/request/verb").asText())
                .containsExactly("delete", "patch", "create");
        assertThat(records).extracting(it -> it.at("/outcome/code").asInt()).containsExactly(200, 200, 201);
        assertThat(records).allSatisfy(it -> {
            assertThat(it.at("/request/user").asText()).isEqualTo("kubernetes-admin");
            assertThat(it.at("/request/resource").asText()).isEqualTo("widgets.test.roadstead.dev");
            assertThat(it.at("/request/address").asText()).isEqualTo("127.0.0.1");
            assertThat(it.at("/request/userAgent").asText()).startsWith("Java-http-client");
        });
        assertThat(records.get(2).at("/outcome/resourceVersion")).isEqualTo(created.at("/metadata/resourceVersion"));
        assertThat(records.get(1).at("/outcome/resourceVersion")).isEqualTo(patched.at("/metadata/resourceVersion"));
    }

    @Test
    void theRecordCarriesTheIdOfTheRequest(TestApi api) {
        TestApi.Answer answer =
                api.post(api.widgets(), TestApi.widget("a", "{\"size\": 1}")).expect(201);
        String id = answer.response().headers().firstValue("Audit-Id").orElseThrow();

        assertThat(selected(api, "request.id=" + id)).hasSize(1);
    }

    @Test
    void failuresDryRunsAndWritesWithoutEffectAreRecordedToo(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        api.post(api.widgets(), TestApi.widget("a", "{\"size\": 1}")).expect(409);
        api.delete(api.widgets("a") + "?dryRun=All").expect(200);
        api.mergePatch(api.widgets("a"), "{\"spec\": {\"size\": 1}}").expect(200);
        api.delete(api.widgets("absent")).expect(404);

        Eventually.eventually(() -> {
            assertThat(of(api, "a"))
                    .extracting(it -> it.at("/request/verb").asText()
                            + it.at("/outcome/code").asInt())
                    // Nobody waits for these records, so they may come in any order.
                    .containsExactlyInAnyOrder("patch200", "delete200", "create201");
            assertThat(of(api, "a"))
                    .filteredOn(it -> it.at("/request/verb").asText().equals("delete"))
                    .allMatch(it -> it.at("/request/dryRun").asBoolean());
            assertThat(of(api, "absent")).hasSize(1);
            assertThat(selected(api, "request.namespace=" + api.namespace() + ",outcome.code=409"))
                    .hasSize(1);
        });
    }

    @Test
    void whoTriesToActAsSomebodyElseIsRecorded(TestApi api) {
        String accounts = "/api/v1/namespaces/" + api.namespace() + "/serviceaccounts";
        api.post(accounts, """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}}""").expect(201);
        String token = api.post(accounts + "/robot/token", """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}""")
                .expect(201)
                .at("/status/token")
                .asText();

        api.send(api.anonymous(api.widgets("a"))
                        .header("Authorization", "Bearer " + token)
                        .header("Impersonate-User", "kubernetes-admin")
                        .header("Impersonate-Group", "system:masters")
                        .DELETE())
                .expect(403);

        Eventually.eventually(() -> assertThat(of(api, "a")).singleElement().satisfies(it -> {
            assertThat(it.at("/request/user").asText()).endsWith(":robot");
            assertThat(it.at("/outcome/code").asInt()).isEqualTo(403);
        }));
    }

    @Test
    void readsAndStrangersAreNotRecorded(TestApi api) {
        api.get(api.widgets()).expect(200);
        api.send(api.anonymous(api.widgets("a")).method("DELETE", HttpRequest.BodyPublishers.noBody()))
                .expect(403);
        api.createWidget("last", "{\"size\": 1}");

        assertThat(selected(api, "request.namespace=" + api.namespace())).hasSize(1);
    }

    @Test
    void bodiesAreNotKept(TestApi api) {
        String path = "/api/v1/namespaces/" + api.namespace() + "/secrets";
        api.post(path, """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"p": "hunter2"}}""").expect(201);

        assertThat(of(api, "s").toString()).contains("secrets").doesNotContain("hunter2", "aHVudGVyMg");
    }

    @Test
    void updatesSayWhichFieldsTheyChangedAndNeverToWhat(TestApi api) {
        String path = "/api/v1/namespaces/" + api.namespace() + "/secrets";
        api.post(path, """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"},
                 "stringData": {"kept": "always", "changed": "hunter2", "gone": "tomorrow"}}""").expect(201);
        api.mergePatch(path + "/s", """
                {"metadata": {"labels": {"app.kubernetes.io/name": "x"}},
                 "stringData": {"changed": "hunter3", "new": "swordfish"}, "data": {"gone": null}}""").expect(200);
        api.createWidget("w", "{\"size\": 1, \"tags\": {\"a\": \"1\"}}");
        api.mergePatch(api.widgets("w"), "{\"spec\": {\"size\": 2, \"tags\": {\"b\": \"2\"}}}")
                .expect(200);

        JsonNode record = of(api, "s").getFirst();
        assertThat(record.at("/outcome/changed").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("metadata.labels", "data.changed", "data.new", "data.gone");
        assertThat(of(api, "s").toString())
                .doesNotContain("hunter", "swordfish", "tomorrow", "aHVudGVy", "c3dvcmRmaXNo");
        assertThat(of(api, "w").getFirst().at("/outcome/changed").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder("spec.size", "spec.tags.b");
        assertThat(of(api, "w").get(1).at("/outcome").has("changed")).isFalse();
    }

    @Test
    void aNotedRecordIsFoundAgain(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        JsonNode noted = of(api, "a").getFirst();
        String number = noted.at("/metadata/name").asText();
        String hash = noted.path("hash").asText();
        api.createWidget("b", "{\"size\": 1}");

        assertThat(verified(api, number + ":" + hash).path("intact").asBoolean())
                .isTrue();
        JsonNode rewritten = verified(api, number + ":" + "0".repeat(64));
        assertThat(rewritten.path("intact").asBoolean()).isFalse();
        assertThat(rewritten.path("brokenAt").asText()).isEqualTo(number);
        assertThat(rewritten.path("reason").asText()).contains("rewritten");
        assertThat(verified(api, "999999999:" + hash).path("reason").asText()).contains("ends before");
        api.get(EVENTS + "/verification?from=nonsense").expect(400);
    }

    private static JsonNode verified(TestApi api, String from) {
        return api.get(EVENTS + "/verification?from=" + from).expect(200).json();
    }

    @Test
    void listsComeInPages(TestApi api) {
        for (int i = 0; i < 5; i++) {
            api.createWidget("w" + i, "{\"size\": 1}");
        }
        List<String> names = new ArrayList<>();
        String next = "";
        do {
            ObjectNode page = api.get(EVENTS + "?limit=2&continue=" + next + "&fieldSelector=request.namespace%3D"
                            + api.namespace())
                    .expect(200)
                    .json();
            page.path("items").forEach(it -> names.add(it.at("/request/name").asText()));
            assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
            next = page.at("/metadata/continue").asText();
        } while (!next.isEmpty());
        assertThat(names).containsExactly("w4", "w3", "w2", "w1", "w0");
    }

    @Test
    void oneRecordIsReadByItsNumberAndTimesBoundAList(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        JsonNode listed = of(api, "a").getFirst();
        String name = listed.at("/metadata/name").asText();

        assertThat(api.get(EVENTS + "/" + name).expect(200).json()).isEqualTo(listed);
        api.get(EVENTS + "/999999999").expect(404);
        api.get(EVENTS + "/none").expect(404);
        assertThat(api.get(EVENTS + "?until=2020-01-01T00:00:00Z").expect(200).at("/items"))
                .isEmpty();
        assertThat(api.get(EVENTS + "?since=2020-01-01T00:00:00Z").expect(200).at("/items"))
                .isNotEmpty();
        api.get(EVENTS + "?since=yesterday").expect(400);
        api.get(EVENTS + "?fieldSelector=request.shoe%3D1").expect(400);
    }

    @Test
    void nobodyWritesIt(TestApi api) {
        api.post(EVENTS, "{}").expect(405);
        api.delete(EVENTS + "/1").expect(405);
        api.get(EVENTS + "?watch=true").expect(405);
    }

    @Test
    void theChainIsWhole(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");

        ObjectNode verification = api.get(EVENTS + "/verification").expect(200).json();
        assertThat(verification.path("intact").asBoolean())
                .as(verification.toString())
                .isTrue();
        assertThat(verification.path("entries").asLong()).isPositive();
    }

    @Test
    void kubectlShowsIt(TestApi api) {
        api.createWidget("shown", "{\"size\": 1}");

        String table = api.get(EVENTS + "?limit=5", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
                .expect(200)
                .text();
        assertThat(table).contains("\"Verb\"", "\"Code\"", "shown");
    }

    private static List<JsonNode> of(TestApi api, String name) {
        return selected(api, "request.namespace=" + api.namespace() + ",request.name=" + name);
    }

    private static List<JsonNode> selected(TestApi api, String selector) {
        return api.get(EVENTS + "?fieldSelector=" + selector.replace("=", "%3D"))
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .toList();
    }
}
