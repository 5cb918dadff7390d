package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events are one collection with two groups: core, and events.k8s.io, whose fields have other names. */
@ExtendWith(RunningServer.class)
class EventsTest {
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    @Test
    void bothGroupsShowTheSameObjects(TestApi api) {
        ObjectNode newer = api.post(newer(api), painted("a")).expect(201).json();
        ObjectNode older = api.get(older(api) + "/a").expect(200).json();

        assertThat(newer.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
        assertThat(newer.path("note").asText()).isEqualTo("It is blue now.");
        assertThat(older.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(older.path("message").asText()).isEqualTo("It is blue now.");
        assertThat(older.path("reportingComponent").asText()).isEqualTo("test.dev/painter");
        assertThat(older.at("/involvedObject/name").asText()).isEqualTo("boat");
        assertThat(older.path("eventTime").asText()).isEqualTo("2026-01-01T00:00:00.000001Z");
        assertThat(older.has("note")).isFalse();
        assertThat(older.at("/metadata/uid")).isEqualTo(newer.at("/metadata/uid"));
        assertThat(older.at("/metadata/managedFields/0/fieldsV1").has("f:message"))
                .isTrue();
        assertThat(newer.at("/metadata/managedFields/0/fieldsV1").has("f:note")).isTrue();

        api.post(older(api), """
                {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "b"}, "message": "Old paint.", "count": 3,
                 "involvedObject": {"kind": "Boat", "namespace": "%s", "name": "boat"}, "reason": "Painted",
                 "lastTimestamp": "2026-01-01T00:00:00Z", "source": {"component": "painter"}}""".formatted(api.namespace())).expect(201);
        ObjectNode list = api.get(newer(api)).expect(200).json();
        assertThat(list.path("apiVersion").asText()).isEqualTo("events.k8s.io/v1");
        assertThat(list.path("items").findValuesAsText("note")).containsExactly("It is blue now.", "Old paint.");
        assertThat(list.at("/items/1/deprecatedCount").asInt()).isEqualTo(3);
        assertThat(list.at("/items/1/deprecatedSource/component").asText()).isEqualTo("painter");
        assertThat(api.get(older(api)).at("/items/0/message").asText()).isEqualTo("It is blue now.");

        api.delete(newer(api) + "/b").expect(200);
        api.get(older(api) + "/b").expect(404);
    }

    @Test
    void theirSeriesGrowsAndNothingElse(TestApi api) {
        api.post(newer(api), painted("a")).expect(201);
        String series = """
                {"series": {"count": 2, "lastObservedTime": "2026-01-01T00:00:01.000000Z"}}""";

        ObjectNode patched =
                api.patch(newer(api) + "/a", STRATEGIC, series).expect(200).json();

        assertThat(patched.at("/series/count").asInt()).isEqualTo(2);
        assertThat(patched.path("note").asText()).isEqualTo("It is blue now.");
        assertThat(api.get(older(api) + "/a").at("/series/count").asInt()).isEqualTo(2);
        assertThat(causes(api.patch(newer(api) + "/a", STRATEGIC, "{\"note\": \"Red.\"}")
                        .expect(422)
                        .json()))
                .containsExactly("note");
        assertThat(causes(api.patch(newer(api) + "/a", STRATEGIC, "{\"series\": {\"count\": 1}}")
                        .expect(422)
                        .json()))
                .containsExactly("series.count");
        api.mergePatch(newer(api) + "/a", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
                .expect(200);
        api.mergePatch(older(api) + "/a", "{\"message\": \"Red.\"}").expect(200);
        ObjectNode put = api.get(newer(api) + "/a").json();
        assertThat(put.path("note").asText()).isEqualTo("Red.");
        put.withObject("/metadata").withObject("/labels").put("c", "d");
        assertThat(api.put(newer(api) + "/a", put).expect(200).at("/note").asText())
                .isEqualTo("Red.");
    }

    /** Go's clients send what is unset as empty or not at all, and times with six decimals. */
    @Test
    void whatSaysTheSameIsNoChange(TestApi api) {
        api.post(older(api), """
                {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "a"}, "message": "Old paint.",
                 "involvedObject": {"kind": "Boat", "namespace": "%s", "name": "boat", "fieldPath": ""},
                 "reportingComponent": "", "reportingInstance": "",
                 "eventTime": "2026-01-01T00:00:00Z"}""".formatted(api.namespace())).expect(201);
        ObjectNode seen = api.get(newer(api) + "/a").expect(200).json();
        seen.remove(List.of("reportingController", "reportingInstance"));
        seen.withObject("/metadata").remove("resourceVersion");
        seen.withObject("/regarding").remove("fieldPath");
        seen.put("eventTime", "2026-01-01T00:00:00.000000Z").put("deprecatedCount", 0);
        seen.putObject("deprecatedSource");

        api.put(newer(api) + "/a", seen).expect(200);
        assertThat(causes(api.put(newer(api) + "/a", seen.put("eventTime", "2026-01-01T00:00:00.000001Z"))
                        .expect(422)
                        .json()))
                .containsExactly("eventTime");

        ObjectNode made = TestApi.parse(painted("b")).put("deprecatedCount", 0);
        made.putObject("deprecatedSource").put("component", "");
        api.post(newer(api), made.toString()).expect(201);
    }

    @Test
    void theySayWhoReportsWhat(TestApi api) {
        ObjectNode bad = TestApi.parse(painted("a"));
        bad.remove(List.of("eventTime", "action", "type"));
        bad.put("reportingController", "not a name")
                .put("note", "x".repeat(1025))
                .put("deprecatedCount", 2);

        assertThat(causes(api.post(newer(api), bad.toString()).expect(422).json()))
                .containsExactlyInAnyOrder(
                        "eventTime", "action", "type", "reportingController", "note", "deprecatedCount");
        ObjectNode elsewhere = TestApi.parse(painted("a"));
        elsewhere.withObject("/regarding").remove("namespace");
        assertThat(causes(api.post(newer(api), elsewhere.toString()).expect(422).json()))
                .containsExactly("regarding.namespace");
    }

    @Test
    void watchesAndSelectorsSpeakTheirOwnGroup(TestApi api) {
        api.post(newer(api), painted("a")).expect(201);
        try (TestWatch watch = api.watch(newer(api) + "?watch=true&fieldSelector=regarding.name%3Dboat")) {
            assertThat(watch.next("ADDED", "a").at("/object/note").asText()).isEqualTo("It is blue now.");
            api.post(older(api), """
                    {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "other"},
                     "involvedObject": {"namespace": "%1$s", "name": "house"}}""".formatted(api.namespace())).expect(201);
            api.post(older(api), """
                    {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "b"}, "message": "Again.",
                     "involvedObject": {"namespace": "%s", "name": "boat"}}""".formatted(api.namespace())).expect(201);
            ObjectNode added = watch.next("ADDED", "b");
            assertThat(added.at("/object/note").asText()).isEqualTo("Again.");
            assertThat(added.at("/object/apiVersion").asText()).isEqualTo("events.k8s.io/v1");
            api.delete(older(api) + "/b").expect(200);
            assertThat(watch.next("DELETED", "b").at("/object/note").asText()).isEqualTo("Again.");
        }
        try (TestWatch watch = api.watch(older(api) + "?watch=true&fieldSelector=involvedObject.name%3Dboat")) {
            watch.next("ADDED", "a");
            api.delete(newer(api) + "/a").expect(200);
            assertThat(watch.next("DELETED", "a").at("/object/message").asText())
                    .isEqualTo("It is blue now.");
        }
        api.get(newer(api) + "?fieldSelector=involvedObject.name%3Dboat").expect(400);
    }

    @Test
    void ownersOfFieldsAreKnownByTheNamesOfEachGroup(TestApi api) {
        String apply = painted("a").replace("It is blue now.", "Applied.");
        api.patch(newer(api) + "/a?fieldManager=one", "application/apply-patch+yaml", apply)
                .expect(201);
        ObjectNode conflict = api.patch(older(api) + "/a?fieldManager=two", "application/apply-patch+yaml", """
                        {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "a"}, "message": "Mine.",
                         "involvedObject": {"kind": "Boat", "namespace": "n", "name": "boat"}}""")
                .expect(409)
                .json();
        assertThat(causes(conflict)).containsExactly(".message");
    }

    @Test
    void theirNameIsTakenForDefinitions(TestApi api) {
        String crd = RunningServer.manifest("widgets.yaml")
                .replace("widgets", "events")
                .replace("test.roadstead.dev", "events.k8s.io")
                .replace("metadata:", "metadata:\n  annotations: {api-approved.kubernetes.io: unapproved}");
        assertThat(api.postYaml("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd)
                        .expect(422)
                        .at("/message")
                        .asText())
                .contains("is a built-in resource");
    }

    private static List<String> causes(ObjectNode status) {
        return status.at("/details/causes").findValuesAsText("field");
    }

    private static String newer(TestApi api) {
        return "/apis/events.k8s.io/v1/namespaces/" + api.namespace() + "/events";
    }

    private static String older(TestApi api) {
        return "/api/v1/namespaces/" + api.namespace() + "/events";
    }

    private static String painted(String name) {
        return """
                {"apiVersion": "events.k8s.io/v1", "kind": "Event", "metadata": {"name": "%s"},
                 "eventTime": "2026-01-01T00:00:00.000001Z", "reportingController": "test.dev/painter",
                 "reportingInstance": "painter-1", "action": "Paint", "reason": "Painted", "type": "Normal",
                 "note": "It is blue now.", "regarding": {"kind": "Boat", "namespace": "n", "name": "boat"},
                 "deprecatedFirstTimestamp": null, "deprecatedSource": {}}""".formatted(name);
    }
}
