package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What clients see of values that belong to the namespace that had them first. */
@ExtendWith(RunningServer.class)
class ClaimedFieldsTest {
    private static final String CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private TestApi api;
    private String plural;
    private String kind;
    private String other;

    @BeforeEach
    void serveTheKind(TestApi api) {
        this.api = api;
        String singular = "site" + api.namespace().replace("-", "");
        this.plural = singular + "s";
        this.kind = "Site" + singular;
        this.other = api.namespace() + "-b";
        api.postYaml(CRDS, crd(plural, "Namespaced", "spec.host")).expect(201);
        api.post("/api/v1/namespaces", """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}""".formatted(other)).expect(201);
        grant(other, "create\", \"get\", \"patch", "");
    }

    @Test
    void theAnswerIsAConflictThatNamesTheOwnerToThoseWhoMaySeeIt() {
        api.post(sites(api.namespace()), site("first", "shop.example.com")).expect(201);

        ObjectNode hidden = ann("POST", sites(other), "application/json", site("a", "shop.example.com"))
                .expect(409)
                .json();
        assertThat(hidden.path("reason").asText()).isEqualTo("Conflict");
        assertThat(hidden.path("message").asText())
                .contains(
                        "\"a\" is refused: spec.host \"shop.example.com\" belongs to another namespace, which claimed it"
                                + " first; take another value, or ask who runs this installation")
                .doesNotContain(api.namespace() + "\"");
        assertThat(hidden.at("/details/causes/0/field").asText()).isEqualTo("spec.host");

        grant(api.namespace(), "get", ", \"resourceNames\": [\"first\"]");
        assertThat(ann("POST", sites(other), "application/json", site("a", "shop.example.com"))
                        .expect(409)
                        .at("/message")
                        .asText())
                .contains("belongs to namespace \"" + api.namespace() + "\", where ", " \"first\" claims it");
    }

    @Test
    void neitherAPatchNorAnApplyNorADryRunGetsAroundIt() {
        api.post(sites(api.namespace()), site("first", "*.example.com")).expect(201);
        ann("POST", sites(other), "application/json", site("a", "shop.example.org"))
                .expect(201);
        String wanted = "{\"spec\": {\"host\": \"shop.example.com\"}}";

        ann("PATCH", sites(other) + "/a", "application/merge-patch+json", wanted)
                .expect(409);
        ann(
                        "PATCH",
                        sites(other) + "/a?fieldManager=ann&force=true",
                        "application/apply-patch+yaml",
                        site("a", "shop.example.com"))
                .expect(409);
        ann(
                        "PATCH",
                        sites(other) + "/b?fieldManager=ann",
                        "application/apply-patch+yaml",
                        site("b", "shop.example.com"))
                .expect(409);
        ann("POST", sites(other) + "?dryRun=All", "application/json", site("b", "shop.example.com"))
                .expect(409);
        ann("PATCH", sites(other) + "/a?dryRun=All", "application/merge-patch+json", wanted)
                .expect(409);
        assertThat(api.get(sites(other) + "/a").at("/spec/host").asText()).isEqualTo("shop.example.org");
    }

    @Test
    void kubectlSaysWhose(@TempDir Path home) throws Exception {
        api.post(sites(api.namespace()), site("first", "shop.example.com")).expect(201);
        Kubectl kubectl = new Kubectl(api.kubeconfig(), other, home);
        Path manifest = Files.writeString(home.resolve("site.json"), site("a", "shop.example.com"));

        assertThat(kubectl.fails("apply", "-f", manifest.toString()))
                .contains("(Conflict)", "belongs to namespace \"" + api.namespace() + "\"");
        assertThat(kubectl.fails("create", "-f", manifest.toString())).contains("(Conflict)");
        api.delete(sites(api.namespace()) + "/first").expect(200);
        kubectl.ok("apply", "-f", manifest.toString());
    }

    @Test
    void anAnnotationThatWouldProtectNothingIsRefused() {
        assertThat(api.postYaml(CRDS, crd("typos", "Namespaced", "spec.hots"))
                        .expect(422)
                        .text())
                .contains("metadata.annotations[roadstead.dev/namespace-claims]", "spec.hots");
        assertThat(api.postYaml(CRDS, crd("typos", "Namespaced", "spec.size"))
                        .expect(422)
                        .text())
                .contains("must be a field of type string");
        assertThat(api.postYaml(CRDS, crd("typos", "Cluster", "spec.host"))
                        .expect(422)
                        .text())
                .contains("needs a kind that has namespaces");
    }

    private String sites(String namespace) {
        return "/apis/test.roadstead.dev/v1/namespaces/" + namespace + "/" + plural;
    }

    private String site(String name, String host) {
        return """
                {"apiVersion": "test.roadstead.dev/v1", "kind": "%s", "metadata": {"name": "%s"},
                 "spec": {"host": "%s"}}""".formatted(kind, name, host);
    }

    /** To ann, in a namespace. */
    private void grant(String namespace, String verbs, String rest) {
        String roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace;
        api.post(roles + "/roles", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "ann"}, "rules": [
                  {"apiGroups": ["test.roadstead.dev"], "resources": ["%s"], "verbs": ["%s"]%s}]}""".formatted(plural, verbs, rest)).expect(201);
        api.post(roles + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "ann"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "ann"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "ann"}]}""").expect(201);
    }

    private TestApi.Answer ann(String method, String path, String type, String body) {
        return api.send(api.request(path)
                .header("Impersonate-User", "ann")
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String crd(String plural, String scope, String claimed) {
        return """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %1$s.test.roadstead.dev
                  annotations: {roadstead.dev/namespace-claims: %3$s}
                spec:
                  group: test.roadstead.dev
                  scope: %2$s
                  names: {plural: %1$s, singular: %4$s, kind: Site%4$s}
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema:
                          type: object
                          properties:
                            spec:
                              type: object
                              properties: {host: {type: string}, size: {type: integer}}
                """.formatted(plural, scope, claimed, plural.substring(0, plural.length() - 1));
    }
}
