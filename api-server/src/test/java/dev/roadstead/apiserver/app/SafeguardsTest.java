package dev.roadstead.apiserver.app;

import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Guarded fields and confirmed deletions, of a kind that asks for both. */
@ExtendWith(RunningServer.class)
class SafeguardsTest {
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private TestApi api;
    private String vaults;
    private String kind;

    @BeforeEach
    void serveTheKind(TestApi api) {
        this.api = api;
        String plural = "vault" + api.namespace().replace("-", "") + "s";
        this.kind = "Vault" + plural.substring(0, plural.length() - 1);
        this.vaults = api.widgets().replace("widgets", plural);
        api.postYaml(CRDS, crd("spec.limits spec.suspended", "Confirmed", plural))
                .expect(201);
        String roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + api.namespace();
        api.post(roles + "/roles", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "ann"}, "rules": [
                  {"apiGroups": ["test.roadstead.dev"], "resources": ["%1$s", "%1$s/status", "%1$s/scale"],
                   "verbs": ["create", "get", "list", "update", "patch", "delete", "deletecollection"]},
                  {"apiGroups": ["test.roadstead.dev"], "resources": ["%1$s"], "verbs": ["limit"],
                   "resourceNames": ["hers"]}]}""".formatted(plural)).expect(201);
        api.post(roles + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "ann"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "ann"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "ann"}]}""").expect(201);
    }

    @Test
    void guardedFieldsNeedTheVerbLimit() {
        ann("POST", vaults, vault("plain", "{}")).expect(201);
        ann("POST", vaults, vault("defaulted", "{\"limits\": {\"cpu\": 1}, \"suspended\": false}"))
                .expect(201);
        ObjectNode refused = ann("POST", vaults, vault("greedy", "{\"limits\": {\"cpu\": 9}, \"suspended\": true}"))
                .expect(403)
                .json();

        assertThat(refused.path("message").asText())
                .contains("\"greedy\" is forbidden: spec.limits and spec.suspended may be set only by who has the verb"
                        + " \"limit\" on it: User \"ann\" cannot limit resource");
        api.post(vaults, vault("limited", "{\"limits\": {\"cpu\": 9}}")).expect(201);
        ann("POST", vaults, vault("hers", "{\"limits\": {\"cpu\": 9}}")).expect(201);
    }

    @Test
    void guardedFieldsStayAsTheyAreWhicheverWayTheyAreWritten() {
        ObjectNode stored = api.post(vaults, vault("v", "{\"limits\": {\"cpu\": 2}}"))
                .expect(201)
                .json();
        String path = vaults + "/v";

        patch(path, "application/merge-patch+json", "{\"spec\": {\"limits\": {\"cpu\": 3}}}")
                .expect(403);
        patch(path, "application/merge-patch+json", "{\"spec\": {\"limits\": null}}")
                .expect(403);
        patch(path, "application/merge-patch+json", "{\"spec\": {\"suspended\": true}}")
                .expect(403);
        patch(path, "application/json-patch+json", "[{\"op\": \"remove\", \"path\": \"/spec/limits\"}]")
                .expect(403);
        patch(
                        path + "?fieldManager=ann&force=true",
                        "application/apply-patch+yaml",
                        applied(stored, "{\"limits\": {\"cpu\": 3}}"))
                .expect(403);
        ObjectNode replaced = stored.deepCopy();
        replaced.withObjectProperty("spec").remove("limits");
        ann("PUT", path, replaced.toString()).expect(403);
        // The scale of this kind lies in what is guarded.
        patch(path + "/scale", "application/merge-patch+json", "{\"spec\": {\"replicas\": 7}}")
                .expect(403);
        assertThat(api.get(path).at("/spec")).isEqualTo(stored.at("/spec"));

        patch(path, "application/merge-patch+json", "{\"spec\": {\"note\": \"x\"}}")
                .expect(200);
        ObjectNode same = api.get(path).json();
        same.withObjectProperty("spec").put("note", "y");
        ann("PUT", path, same.toString()).expect(200);
        patch(
                        path + "/status",
                        "application/merge-patch+json",
                        "{\"status\": {\"phase\": \"Up\"}, \"spec\": {\"limits\": null}}")
                .expect(200);
        assertThat(api.get(path).at("/spec/limits/cpu").asInt()).isEqualTo(2);
        api.mergePatch(path, "{\"spec\": {\"limits\": {\"cpu\": 3}}}").expect(200);
    }

    /** The garbage collector asks nobody, and a finalizer holds what the confirmation is about. */
    @Test
    void whatIsDeletedAfterConfirmationOnlyIsNotDeletedAnotherWay() {
        api.post(vaults, vault("v", "{}")).expect(201);
        String path = vaults + "/v";
        api.mergePatch(path, "{\"metadata\": {\"finalizers\": [\"example.com/hold\"]}}")
                .expect(200);

        patch(path, "application/merge-patch+json", """
                {"metadata": {"ownerReferences": [
                  {"apiVersion": "v1", "kind": "Namespace", "name": "none", "uid": "none"}]}}""").expect(403);
        patch(path, "application/merge-patch+json", "{\"metadata\": {\"finalizers\": null}}")
                .expect(403);

        assertThat(api.get(path).expect(200).at("/metadata/finalizers")).hasSize(1);
        api.mergePatch(path, "{\"metadata\": {\"finalizers\": null}}").expect(200);
    }

    @Test
    void aPathThatTheSchemaDoesNotHaveIsRefused() {
        assertThat(api.postYaml(CRDS, crd("spec.limts", "Confirmed", "typos"))
                        .expect(422)
                        .text())
                .contains("metadata.annotations[roadstead.dev/guarded-fields]", "spec.limts");
        assertThat(api.postYaml(CRDS, crd("spec.limits", "Yes", "typos"))
                        .expect(422)
                        .text())
                .contains("metadata.annotations[roadstead.dev/deletion]", "Confirmed");
    }

    @Test
    void deletionsAreConfirmedByName() {
        api.post(vaults, vault("v", "{}")).expect(201);
        String path = vaults + "/v";

        assertThat(api.delete(path).expect(409).at("/message").asText())
                .contains(
                        "must be confirmed",
                        "kubectl annotate vault",
                        " -n " + api.namespace() + " v roadstead.dev/confirm-deletion=v'");
        api.delete(path + "?dryRun=All").expect(409);
        api.delete(vaults).expect(409);
        api.get(path).expect(200);
        confirm(path, "w");
        api.delete(path).expect(409);
        confirm(path, "v");
        api.delete(path + "?dryRun=All").expect(200);
        api.delete(path).expect(200);
        api.get(path).expect(404);
    }

    @Test
    void collectionsAreDeletedWhenEachIsConfirmed() {
        api.post(vaults, vault("a", "{}")).expect(201);
        api.post(vaults, vault("b", "{}")).expect(201);
        confirm(vaults + "/a", "a");

        api.delete(vaults).expect(409);
        api.get(vaults + "/b").expect(200);
        confirm(vaults + "/b", "b");
        api.delete(vaults).expect(200);
        assertThat(api.get(vaults).at("/items")).isEmpty();
    }

    @Test
    void aNamespaceThatHoldsSuchObjectsIsNotDeletedByAccident() {
        api.post(vaults, vault("v", "{}")).expect(201);
        String namespace = "/api/v1/namespaces/" + api.namespace();

        assertThat(api.delete(namespace).expect(409).at("/message").asText())
                .contains("deletes vault", "/v, whose deletion must be confirmed")
                .contains("kubectl annotate namespace " + api.namespace() + " roadstead.dev/confirm-deletion="
                        + api.namespace());
        assertThat(api.get(namespace).at("/status/phase").asText()).isEqualTo("Active");
        confirm(namespace, api.namespace());
        api.delete(namespace).expect(200);
        eventually(() -> api.get(namespace).expect(404));
    }

    @Test
    void aNamespaceWhoseObjectsAreConfirmedGoesWithThem() {
        api.post(vaults, vault("v", "{}")).expect(201);
        confirm(vaults + "/v", "v");
        String namespace = "/api/v1/namespaces/" + api.namespace();

        api.delete(namespace).expect(200);
        eventually(() -> api.get(namespace).expect(404));
    }

    @Test
    void whatABegunDeletionTakesAlongIsNotAskedAbout() {
        ObjectNode owner = api.createWidget("owner", "{\"size\": 1}");
        api.post(vaults, vault("owned", "{}").replace("\"name\": \"owned\"", """
                "name": "owned", "ownerReferences": [{"apiVersion": "test.roadstead.dev/v1", "kind": "Widget",
                 "name": "owner", "uid": "%s"}]""".formatted(
                                owner.at("/metadata/uid").asText())))
                .expect(201);

        api.delete(api.widgets("owner")).expect(200);

        eventually(() -> api.get(vaults + "/owned").expect(404));
    }

    @Test
    void kubectlSaysHow(@TempDir Path home) throws Exception {
        Kubectl kubectl = new Kubectl(api.kubeconfig(), api.namespace(), home);
        api.post(vaults, vault("v", "{}")).expect(201);
        String kind = vaults.substring(vaults.lastIndexOf('/') + 1);

        assertThat(kubectl.fails("delete", kind, "v")).contains("(Conflict)", "roadstead.dev/confirm-deletion=v");
        kubectl.ok("annotate", kind, "v", "roadstead.dev/confirm-deletion=v");
        kubectl.ok("delete", kind, "v");
    }

    private void confirm(String path, String name) {
        api.mergePatch(path, """
                {"metadata": {"annotations": {"roadstead.dev/confirm-deletion": "%s"}}}""".formatted(name)).expect(200);
    }

    private TestApi.Answer patch(String path, String type, String body) {
        return api.send(api.request(path)
                .header("Impersonate-User", "ann")
                .header("Content-Type", type)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private TestApi.Answer ann(String method, String path, String body) {
        return api.send(api.request(path)
                .header("Impersonate-User", "ann")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private String applied(ObjectNode stored, String spec) {
        return vault(stored.at("/metadata/name").asText(), spec);
    }

    private String vault(String name, String spec) {
        return TestApi.widget(name, spec).replace("\"Widget\"", "\"" + kind + "\"");
    }

    /** Each test has a kind of its own: what lies in one namespace says nothing about the others. */
    private static String crd(String guarded, String deletion, String plural) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %1$s.test.roadstead.dev
                  annotations: {roadstead.dev/guarded-fields: %2$s, roadstead.dev/deletion: "%3$s"}
                spec:
                  group: test.roadstead.dev
                  scope: Namespaced
                  names: {plural: %1$s, singular: %4$s, kind: Vault%4$s}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      subresources:
                        status: {}
                        scale: {specReplicasPath: .spec.limits.cpu, statusReplicasPath: .status.cpu}
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec:
                              type: object
                              default: {}
                              properties:
                                note: {type: string}
                                suspended: {type: boolean, default: false}
                                limits: {type: object, default: {cpu: 1}, properties: {cpu: {type: integer}}}
                            status:
                              type: object
                              properties: {phase: {type: string}, cpu: {type: integer}}
                """.formatted(plural, guarded, deletion, plural.substring(0, plural.length() - 1));
    }
}
