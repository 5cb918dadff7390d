package dev.roadstead.apiserver.app;

import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What follows from a deletion: the content of namespaces and definitions, and dependents. */
@ExtendWith(RunningServer.class)
class DeletionTest {
    @Test
    void namespaceGoesAfterItsContentAndItsFinalizers(TestApi api) {
        String namespace = "/api/v1/namespaces/" + api.namespace();
        api.createWidget("a", "{\"size\": 1}");
        api.createWidget("held", "{\"size\": 1}");
        api.mergePatch(api.widgets("held"), "{\"metadata\": {\"finalizers\": [\"test/hold\"]}}")
                .expect(200);

        ObjectNode marked = api.delete(namespace).expect(200).json();

        assertThat(marked.at("/status/phase").asText()).isEqualTo("Terminating");
        eventually(() -> api.get(api.widgets("a")).expect(404));
        ObjectNode refused = api.post(api.widgets(), TestApi.widget("b", "{\"size\": 1}"))
                .expect(403)
                .json();
        assertThat(refused.at("/details/causes/0/reason").asText()).isEqualTo("NamespaceTerminating");
        api.get(namespace).expect(200);
        api.mergePatch(api.widgets("held"), "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        eventually(() -> api.get(namespace).expect(404));
    }

    @Test
    void namespaceGoesWhenTheLastOfItsHoldersLetsGo(TestApi api) {
        String namespace = "/api/v1/namespaces/" + api.namespace();
        api.createWidget("a", "{\"size\": 1}");
        ObjectNode held = finalized(api.get(namespace).json(), "kubernetes", "example.com/hold");
        assertThat(api.put(namespace + "/finalize", held)
                        .expect(200)
                        .at("/spec/finalizers/1")
                        .asText())
                .isEqualTo("example.com/hold");
        api.put(namespace, finalized(api.get(namespace).json())).expect(200);

        api.delete(namespace).expect(200);

        eventually(() -> assertThat(
                        api.get(namespace).expect(200).at("/spec/finalizers").toString())
                .isEqualTo("[\"example.com/hold\"]"));
        api.get(api.widgets("a")).expect(404);
        api.put(namespace + "/finalize", finalized(api.get(namespace).json())).expect(200);
        api.get(namespace).expect(404);
    }

    @Test
    void stuckNamespaceIsFreedByHand(TestApi api) {
        String namespace = "/api/v1/namespaces/" + api.namespace();
        api.createWidget("held", "{\"size\": 1}");
        api.mergePatch(api.widgets("held"), "{\"metadata\": {\"finalizers\": [\"test/hold\"]}}")
                .expect(200);
        ObjectNode marked = api.delete(namespace).expect(200).json();
        ObjectNode stale = finalized(marked).deepCopy();
        stale.withObject("/metadata").put("resourceVersion", "1");

        api.put(namespace + "/finalize", stale).expect(409);
        api.get(namespace).expect(200);
        api.put(namespace + "/finalize?dryRun=All", finalized(marked)).expect(200);
        api.get(namespace).expect(200);
        api.put(namespace + "/finalize", finalized(marked)).expect(200);

        api.get(namespace).expect(404);
        api.mergePatch(api.widgets("held"), "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        api.delete(api.widgets("held"));
    }

    @Test
    void finalizersOfNamespacesAreNamesAndAreReplacedAsAWhole(TestApi api) {
        String namespace = "/api/v1/namespaces/" + api.namespace();
        ObjectNode current = api.get(namespace).json();

        assertThat(api.put(namespace + "/finalize", finalized(current, "kubernetes", "hold"))
                        .expect(422)
                        .at("/details/causes/0/field")
                        .asText())
                .isEqualTo("spec.finalizers[1]");
        api.get(namespace + "/finalize").expect(405);
        api.mergePatch(namespace + "/finalize", "{\"spec\": null}").expect(405);
        api.delete(namespace + "/finalize").expect(405);
        api.createWidget("a", "{\"size\": 1}");
        api.put(api.widgets("a") + "/finalize", api.get(api.widgets("a")).json())
                .expect(404);
    }

    /** What many do to free one: {@code jq 'del(.spec)'}. */
    @Test
    void namespaceWithoutAListOfFinalizersCanBeChanged(TestApi api) {
        String namespace = "/api/v1/namespaces/" + api.namespace();
        ObjectNode bare = api.get(namespace).json();
        bare.remove("spec");

        assertThat(api.put(namespace + "/finalize", bare)
                        .expect(200)
                        .at("/spec/finalizers")
                        .toString())
                .isEqualTo("[]");
        api.mergePatch(namespace, "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
                .expect(200);
    }

    private static ObjectNode finalized(ObjectNode namespace, String... finalizers) {
        ObjectNode changed = namespace.deepCopy();
        changed.withObject("/metadata").remove("resourceVersion");
        var list = changed.withObject("/spec").putArray("finalizers");
        List.of(finalizers).forEach(list::add);
        return changed;
    }

    @Test
    void namespacesOfTheServerStay(TestApi api) {
        api.delete("/api/v1/namespaces/default").expect(403);
    }

    @Test
    void definitionIsServedAtOnceAndTakesItsInstancesWithIt(TestApi api) {
        String crd = RunningServer.manifest("widgets.yaml")
                .replace("widget", "gizmo")
                .replace("Widget", "Gizmo")
                .replace("[wi]", "[gz]");
        ObjectNode created = api.postYaml("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd)
                .expect(201)
                .json();
        assertThat(created.at("/status/conditions").findValuesAsText("type"))
                .containsExactly("NamesAccepted", "Established");
        assertThat(created.at("/status/storedVersions/0").asText()).isEqualTo("v1");
        String gizmos = api.widgets().replace("widgets", "gizmos");
        api.post(gizmos, TestApi.widget("g", "{\"size\": 1}").replace("Widget", "Gizmo"))
                .expect(201);

        api.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gizmos.test.roadstead.dev")
                .expect(200);

        eventually(() -> api.get(gizmos).expect(404));
        eventually(() -> api.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gizmos.test.roadstead.dev")
                .expect(404));
    }

    @Test
    void definitionThatIsBeingDeletedTakesNoNewInstances(TestApi api) {
        String crd = RunningServer.manifest("widgets.yaml")
                .replace("widget", "doomed")
                .replace("Widget", "Doomed")
                .replace("[wi]", "[]");
        api.postYaml("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd)
                .expect(201);
        String path = api.widgets().replace("widgets", "doomeds");
        String instance = TestApi.widget("one", "{\"size\": 1}").replace("Widget", "Doomed");
        api.post(path, instance.replace("\"one\"", "\"held\", \"finalizers\": [\"test/hold\"]"))
                .expect(201);

        api.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/doomeds.test.roadstead.dev")
                .expect(200);

        eventually(() -> assertThat(api.get(path + "/held")
                        .at("/metadata/deletionTimestamp")
                        .asText())
                .isNotEmpty());
        assertThat(api.post(path, instance).expect(405).at("/message").asText()).contains("terminating");
        api.mergePatch(path + "/held", "{\"metadata\": {\"finalizers\": null}}").expect(200);
        eventually(() -> api.get(path).expect(404));
    }

    @Test
    void objectsAreServedInEveryVersion(TestApi api) {
        String crd = RunningServer.manifest("widgets.yaml")
                .replace("widget", "cog")
                .replace("Widget", "Cog")
                .replace("[wi]", "[]");
        int version = crd.indexOf("    - name: v1");
        String second =
                crd.substring(version).replace("name: v1", "name: v2").replace("storage: true", "storage: false");
        api.postYaml("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd + second)
                .expect(201);
        String v1 = api.widgets().replace("widgets", "cogs");
        String v2 = v1.replace("/v1/", "/v2/");
        api.post(v1, TestApi.widget("c", "{\"size\": 1}").replace("Widget", "Cog"))
                .expect(201);

        assertThat(api.get(v2 + "/c").expect(200).at("/apiVersion").asText()).isEqualTo("test.roadstead.dev/v2");
        assertThat(api.get(v2).at("/items/0/apiVersion").asText()).isEqualTo("test.roadstead.dev/v2");
        api.mergePatch(v2 + "/c", "{\"spec\": {\"size\": 2}}").expect(200);
        assertThat(api.get(v1 + "/c").at("/apiVersion").asText()).isEqualTo("test.roadstead.dev/v1");
        api.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/cogs.test.roadstead.dev")
                .expect(200);
    }

    @Test
    void definitionThatDoesNotCompileIsRefused(TestApi api) {
        String crd = RunningServer.manifest("widgets.yaml")
                .replace("widget", "broken")
                .replace("Widget", "Broken");

        api.postYaml(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        crd.replace("type: integer, minimum", "type: number5, minimum"))
                .expect(422);
        api.postYaml(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        crd.replace("name: brokens.", "name: other."))
                .expect(422);
    }

    @Test
    void dependentsGoAfterTheirLastOwner(TestApi api) {
        ObjectNode one = api.createWidget("one", "{\"size\": 1}");
        ObjectNode two = api.createWidget("two", "{\"size\": 1}");
        createOwned(api, "child", one, two);

        api.delete(api.widgets("one")).expect(200);
        createOwned(api, "grandchild", api.get(api.widgets("child")).json());
        api.delete(api.widgets("two")).expect(200);

        eventually(() -> api.get(api.widgets("child")).expect(404));
        eventually(() -> api.get(api.widgets("grandchild")).expect(404));
    }

    @Test
    void dependentOfAnOwnerThatIsGoneAlreadyIsDeleted(TestApi api) {
        ObjectNode owner = api.createWidget("owner", "{\"size\": 1}");
        api.delete(api.widgets("owner")).expect(200);
        api.createWidget("owner", "{\"size\": 1}");

        createOwned(api, "child", owner);

        eventually(() -> api.get(api.widgets("child")).expect(404));
        api.get(api.widgets("owner")).expect(200);
    }

    @Test
    void orphanedDependentsStay(TestApi api) {
        createOwned(api, "child", api.createWidget("owner", "{\"size\": 1}"));

        api.delete(api.widgets("owner"), "{\"propagationPolicy\": \"Orphan\"}").expect(200);

        eventually(() -> api.get(api.widgets("owner")).expect(404));
        ObjectNode child = api.get(api.widgets("child")).expect(200).json();
        assertThat(child.at("/metadata/ownerReferences").isMissingNode()).isTrue();
    }

    @Test
    void foregroundDeletionTakesTheDependentsFirst(TestApi api) {
        createOwned(api, "child", api.createWidget("owner", "{\"size\": 1}"));
        api.mergePatch(api.widgets("child"), "{\"metadata\": {\"finalizers\": [\"test/hold\"]}}")
                .expect(200);

        api.delete(api.widgets("owner"), "{\"propagationPolicy\": \"Foreground\"}")
                .expect(200);

        eventually(() -> assertThat(api.get(api.widgets("child"))
                        .at("/metadata/deletionTimestamp")
                        .asText())
                .isNotEmpty());
        api.get(api.widgets("owner")).expect(200);
        eventually(() -> api.mergePatch(api.widgets("child"), "{\"metadata\": {\"finalizers\": null}}")
                .expect(200));
        eventually(() -> api.get(api.widgets("owner")).expect(404));
    }

    @Test
    void foregroundDeletionLeavesADependentThatHasAnotherOwner(TestApi api) {
        ObjectNode one = api.createWidget("one", "{\"size\": 1}");
        ObjectNode two = api.createWidget("two", "{\"size\": 1}");
        createOwned(api, "child", one, two);

        api.delete(api.widgets("one"), "{\"propagationPolicy\": \"Foreground\"}")
                .expect(200);

        eventually(() -> api.get(api.widgets("one")).expect(404));
        ObjectNode child = api.get(api.widgets("child")).expect(200).json();
        assertThat(child.at("/metadata/deletionTimestamp").isMissingNode()).isTrue();
        assertThat(child.at("/metadata/ownerReferences").findValuesAsText("name"))
                .containsExactly("two");
    }

    @Test
    void ownerInANamespaceSaysNothingAboutADependentInNone(TestApi api) {
        ObjectNode owner = api.createWidget("owner", "{\"size\": 1}");
        String name = api.namespace() + "-owned";
        ObjectNode namespace = TestApi.parse(TestApi.namespaceNamed(name));
        refer(namespace, owner);
        api.post("/api/v1/namespaces", namespace.toString()).expect(201);

        ObjectNode gone = api.createWidget("gone", "{\"size\": 1}");
        api.delete(api.widgets("gone")).expect(200);
        createOwned(api, "looked-at-later", gone);
        eventually(() -> api.get(api.widgets("looked-at-later")).expect(404));

        assertThat(api.get("/api/v1/namespaces/" + name)
                        .expect(200)
                        .at("/status/phase")
                        .asText())
                .isEqualTo("Active");
    }

    private static void createOwned(TestApi api, String name, ObjectNode... owners) {
        ObjectNode widget = TestApi.parse(TestApi.widget(name, "{\"size\": 1}"));
        refer(widget, owners);
        api.post(api.widgets(), widget.toString()).expect(201);
    }

    private static void refer(ObjectNode dependent, ObjectNode... owners) {
        var references = ((ObjectNode) dependent.get("metadata")).putArray("ownerReferences");
        for (ObjectNode owner : owners) {
            references
                    .addObject()
                    .put("apiVersion", "test.roadstead.dev/v1")
                    .put("kind", "Widget")
                    .put("name", owner.at("/metadata/name").asText())
                    .put("uid", owner.at("/metadata/uid").asText());
        }
    }
}
