package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class ObjectsTest {
    @Test
    void createSetsTheFieldsOfTheServerAndDropsTheClients(TestApi api) {
        ObjectNode created = api.post(api.widgets(), """
                        {"apiVersion": "test.roadstead.dev/v1", "kind": "Widget",
                         "metadata": {"name": "a", "uid": "mine", "generation": 7, "creationTimestamp": null,
                                      "managedFields": [{"manager": "me"}]},
                         "spec": {"size": 1}, "status": {"phase": "Forged"}}""").expect(201).json();

        assertThat(created.at("/metadata/uid").asText()).hasSize(36);
        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(created.at("/metadata/creationTimestamp").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(created.at("/metadata/resourceVersion").asText()).matches("\\d+");
        assertThat(created.at("/metadata/managedFields").findValuesAsText("manager"))
                .containsExactly("Java-http-client");
        assertThat(created.has("status")).isFalse();
        assertThat(created.at("/spec/color").asText()).as("default").isEqualTo("blue");
        assertThat(api.get(api.widgets("a")).expect(200).json()).isEqualTo(created);
    }

    @Test
    void secondCreateConflicts(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");

        ObjectNode status = api.post(api.widgets(), TestApi.widget("a", "{\"size\": 1}"))
                .expect(409)
                .json();

        assertThat(status.path("reason").asText()).isEqualTo("AlreadyExists");
        assertThat(status.path("message").asText()).isEqualTo("widgets.test.roadstead.dev \"a\" already exists");
    }

    @Test
    void generateNameAppendsFiveCharacters(TestApi api) {
        String body = TestApi.widget("", "{\"size\": 1}")
                .replace("\"name\"", "\"generateName\"")
                .replace("\"\"", "\"w-\"");

        assertThat(api.post(api.widgets(), body)
                        .expect(201)
                        .at("/metadata/name")
                        .asText())
                .matches("w-[bcdfghjklmnpqrstvwxz2456789]{5}");
    }

    @Test
    void updateNeedsTheCurrentResourceVersion(TestApi api) {
        ObjectNode first = api.createWidget("a", "{\"size\": 1}");
        ObjectNode changed = first.deepCopy();
        ((ObjectNode) changed.get("spec")).put("size", 2);

        ObjectNode updated = api.put(api.widgets("a"), changed).expect(200).json();
        assertThat(updated.at("/metadata/generation").asInt()).isEqualTo(2);

        ObjectNode conflict = api.put(api.widgets("a"), changed).expect(409).json();
        assertThat(conflict.path("message").asText())
                .isEqualTo("Operation cannot be fulfilled on widgets.test.roadstead.dev \"a\": the object has been"
                        + " modified; please apply your changes to the latest version and try again");

        ((ObjectNode) changed.get("metadata")).remove("resourceVersion");
        ObjectNode missing = api.put(api.widgets("a"), changed).expect(422).json();
        assertThat(missing.at("/details/causes/0/field").asText()).isEqualTo("metadata.resourceVersion");
        assertThat(missing.at("/details/causes/0/message").asText())
                .isEqualTo("Invalid value: 0x0: must be specified for an update");
    }

    @Test
    void writeThatChangesNothingKeepsTheResourceVersion(TestApi api) {
        ObjectNode first = api.createWidget("a", "{\"size\": 1}");

        assertThat(api.put(api.widgets("a"), first).expect(200).json()).isEqualTo(first);
        assertThat(api.mergePatch(api.widgets("a"), "{\"spec\": {\"size\": 1}}")
                        .expect(200)
                        .json())
                .isEqualTo(first);
        assertThat(api.get(api.widgets("a")).json()).isEqualTo(first);
    }

    @Test
    void statusAndSpecAreWrittenApart(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");

        ObjectNode ready = api.mergePatch(
                        api.widgets("a", "status"), "{\"spec\": {\"size\": 9}, \"status\": {\"phase\": \"Ready\"}}")
                .expect(200)
                .json();
        assertThat(ready.at("/spec/size").asInt()).isEqualTo(1);
        assertThat(ready.at("/status/phase").asText()).isEqualTo("Ready");
        assertThat(ready.at("/metadata/generation").asInt()).isEqualTo(1);

        ((ObjectNode) ready.get("status")).put("phase", "Forged");
        ((ObjectNode) ready.get("spec")).put("size", 2);
        ObjectNode updated = api.put(api.widgets("a"), ready).expect(200).json();
        assertThat(updated.at("/status/phase").asText()).isEqualTo("Ready");
        assertThat(updated.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void patchesOfThreeKinds(TestApi api) {
        api.createWidget("a", "{\"size\": 1, \"tags\": {\"x\": \"1\"}}");

        api.patch(
                        api.widgets("a"),
                        "application/json-patch+json",
                        "[{\"op\": \"replace\", \"path\": \"/spec/size\", \"value\": 3}]")
                .expect(200);
        ObjectNode merged = api.mergePatch(api.widgets("a"), "{\"spec\": {\"tags\": {\"x\": null, \"y\": \"2\"}}}")
                .expect(200)
                .json();
        assertThat(merged.at("/spec/size").asInt()).isEqualTo(3);
        assertThat(merged.at("/spec/tags").toString()).isEqualTo("{\"y\":\"2\"}");
        api.patch(api.widgets("a"), "application/strategic-merge-patch+json", "{}")
                .expect(415);
        api.mergePatch(api.widgets("a"), "{\"metadata\": {\"resourceVersion\": \"1\"}}")
                .expect(409);
        api.mergePatch(api.widgets("none"), "{}").expect(404);
    }

    @Test
    void jsonPatchTestsNumbersByValue(TestApi api) {
        api.createWidget("a", "{\"size\": 1, \"replicas\": 1}");
        String type = "application/json-patch+json";

        api.patch(api.widgets("a"), type, "[{\"op\": \"test\", \"path\": \"/spec/size\", \"value\": 1}]")
                .expect(200);
        api.patch(api.widgets("a", "scale"), type, "[{\"op\": \"test\", \"path\": \"/spec/replicas\", \"value\": 1}]")
                .expect(200);
        api.patch(api.widgets("a"), type, "[{\"op\": \"test\", \"path\": \"/spec/size\", \"value\": 2}]")
                .expect(422);
    }

    @Test
    void patchesThatRaceAreAllApplied(TestApi api) throws Exception {
        api.createWidget("a", "{\"size\": 1}");
        int writers = 8;
        int patches = 10;
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "w" + writer + "-";
            work.add(() -> {
                for (int i = 0; i < patches; i++) {
                    String label = "{\"metadata\": {\"labels\": {\"" + prefix + i + "\": \"x\"}}}";
                    api.mergePatch(api.widgets("a"), label).expect(200);
                }
                return true;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> done : threads.invokeAll(work)) {
                done.get();
            }
        }

        assertThat(api.get(api.widgets("a")).at("/metadata/labels")).hasSize(writers * patches);
    }

    @Test
    void scaleIsAViewOfTheObject(TestApi api) {
        api.createWidget("a", "{\"size\": 1, \"replicas\": 2}");
        assertThat(api.get(api.widgets("a", "scale")).at("/spec/replicas").asInt())
                .isEqualTo(2);

        ObjectNode scale = api.mergePatch(api.widgets("a", "scale"), "{\"spec\": {\"replicas\": 5}}")
                .expect(200)
                .json();

        assertThat(scale.path("kind").asText()).isEqualTo("Scale");
        ObjectNode object = api.get(api.widgets("a")).json();
        assertThat(object.at("/spec/replicas").asInt()).isEqualTo(5);
        assertThat(object.at("/metadata/generation").asInt()).isEqualTo(2);
        api.mergePatch(api.widgets("a", "scale"), "{\"spec\": {\"replicas\": -1}}")
                .expect(422);
        api.put(api.widgets("a", "scale"), scale).expect(200);
    }

    @Test
    void deletionWaitsForFinalizers(TestApi api) {
        api.createWidget("a", "{\"size\": 1}");
        api.mergePatch(api.widgets("a"), "{\"metadata\": {\"finalizers\": [\"test/hold\"]}}")
                .expect(200);

        ObjectNode marked = api.delete(api.widgets("a")).expect(200).json();
        assertThat(marked.path("kind").asText()).isEqualTo("Widget");
        assertThat(marked.at("/metadata/deletionTimestamp").asText()).isNotEmpty();
        assertThat(marked.at("/metadata/deletionGracePeriodSeconds").asInt(-1)).isZero();
        assertThat(marked.at("/metadata/generation").asInt()).isEqualTo(2);

        ObjectNode more = api.mergePatch(
                        api.widgets("a"), "{\"metadata\": {\"finalizers\": [\"test/hold\", \"test/more\"]}}")
                .expect(422)
                .json();
        assertThat(more.at("/details/causes/0/field").asText()).isEqualTo("metadata.finalizers");

        api.mergePatch(api.widgets("a"), "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        api.get(api.widgets("a")).expect(404);
    }

    @Test
    void deletionChecksItsPreconditions(TestApi api) {
        ObjectNode object = api.createWidget("a", "{\"size\": 1}");

        api.delete(api.widgets("a"), "{\"preconditions\": {\"uid\": \"other\"}}")
                .expect(409);
        api.delete(api.widgets("a"), "{\"preconditions\": {\"resourceVersion\": \"1\"}}")
                .expect(409);
        api.delete(api.widgets("a"), "{\"dryRun\": [\"All\"]}").expect(200);
        api.delete(api.widgets("a"), "{\"propagationPolicy\": \"Sideways\"}").expect(422);
        api.get(api.widgets("a")).expect(200);

        ObjectNode gone = api.delete(api.widgets("a"), "{\"propagationPolicy\": \"Background\"}")
                .expect(200)
                .json();
        assertThat(gone.path("status").asText()).isEqualTo("Success");
        assertThat(gone.at("/details/uid")).isEqualTo(object.at("/metadata/uid"));
        api.delete(api.widgets("a")).expect(404);
    }

    @Test
    void dryRunWritesNothing(TestApi api) {
        api.post(api.widgets() + "?dryRun=All", TestApi.widget("a", "{\"size\": 1}"))
                .expect(201);
        api.get(api.widgets("a")).expect(404);
        ObjectNode object = api.createWidget("a", "{\"size\": 1}");

        ObjectNode tried = api.mergePatch(api.widgets("a") + "?dryRun=All", "{\"spec\": {\"size\": 2}}")
                .expect(200)
                .json();

        assertThat(tried.at("/spec/size").asInt()).isEqualTo(2);
        assertThat(api.get(api.widgets("a")).json()).isEqualTo(object);
    }

    @Test
    void listsSelectByLabelsAndFields(TestApi api) {
        for (String name : new String[] {"a", "b", "c"}) {
            api.createWidget(name, "{\"size\": 1}");
            api.mergePatch(api.widgets(name), "{\"metadata\": {\"labels\": {\"name\": \"" + name + "\"}}}")
                    .expect(200);
        }

        ObjectNode all = api.get(api.widgets()).expect(200).json();
        assertThat(all.path("kind").asText()).isEqualTo("WidgetList");
        assertThat(all.path("items")).hasSize(3);
        assertThat(all.at("/metadata/resourceVersion").asText()).matches("\\d+");
        assertThat(api.get(api.widgets() + "?labelSelector=name%20in%20(a,b)")
                        .json()
                        .path("items"))
                .hasSize(2);
        assertThat(api.get(api.widgets() + "?fieldSelector=metadata.name%3Dc")
                        .json()
                        .path("items"))
                .hasSize(1);
        api.get(api.widgets() + "?fieldSelector=spec.nothing%3Dc").expect(400);
        api.get(api.widgets() + "?labelSelector=%3D%3D").expect(400);
        assertThat(api.get(api.widgets() + "?fieldSelector=metadata.name%3Dnone")
                        .json()
                        .path("items")
                        .isArray())
                .isTrue();
    }

    @Test
    void tableHasTheColumnsOfTheDefinition(TestApi api) {
        api.createWidget("a", "{\"size\": 4}");
        String accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

        ObjectNode table = api.get(api.widgets(), accept).expect(200).json();

        assertThat(table.path("kind").asText()).isEqualTo("Table");
        assertThat(table.path("columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Size", "Phase", "Color", "Age");
        assertThat(table.at("/rows/0/cells/1").asInt()).isEqualTo(4);
        assertThat(table.at("/rows/0/object/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(api.get(api.widgets("a"), accept).at("/rows/0/cells/0").asText())
                .isEqualTo("a");
        String metadata = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";
        assertThat(api.get(api.widgets(), metadata).at("/items/0/spec").isMissingNode())
                .isTrue();
    }

    @Test
    void readsWaitForTheRevisionThatTheyNameAndRefuseTheFuture(TestApi api) {
        String version = api.createWidget("a", "{\"size\": 1}")
                .at("/metadata/resourceVersion")
                .asText();

        api.get(api.widgets("a") + "?resourceVersion=" + version).expect(200);
        api.get(api.widgets("a") + "?resourceVersion=0").expect(200);
        ObjectNode future = api.get(api.widgets() + "?resourceVersion=999999999")
                .expect(504)
                .json();
        assertThat(future.path("reason").asText()).isEqualTo("Timeout");
        assertThat(future.at("/details/causes/0/reason").asText()).isEqualTo("ResourceVersionTooLarge");
    }

    @Test
    void headAnswersLikeGetWithoutABody(TestApi api) {
        var head = api.send(api.request(api.widgets()).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                .expect(200);

        assertThat(head.text()).isEmpty();
        assertThat(head.response().headers().firstValue("Audit-Id")).isPresent();
    }
}
