package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A watch ends with the permission for it, and with the token that it was begun with. */
@ExtendWith(RunningServer.class)
class WatchEndTest {
    private TestApi api;
    private String rbac;

    @BeforeEach
    void begin(TestApi api) {
        this.api = api;
        this.rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + api.namespace();
        role("watcher", "widgets");
        role("reader", "gadgets");
    }

    @Test
    void aRevokedBindingEndsTheWatchesOfItsSubjectAndNoOthers() throws Exception {
        bind("anns", "watcher", "User", "ann");
        bind("bobs", "watcher", "User", "bob");
        try (TestWatch anns = watchAs("ann");
                TestWatch second = watchAs("ann");
                TestWatch bobs = watchAs("bob")) {
            api.delete(rbac + "/rolebindings/anns").expect(200);

            for (TestWatch watch : new TestWatch[] {anns, second}) {
                ObjectNode last = watch.next();
                assertThat(last.path("type").asText()).as(last.toString()).isEqualTo("ERROR");
                assertThat(last.at("/object/code").asInt()).isEqualTo(404);
                assertThat(last.at("/object/message").asText())
                        .isEqualTo("namespaces \"" + api.namespace() + "\" not found");
                watch.expectEnd();
            }
            api.createWidget("a", "{\"size\": 1}");
            bobs.next("ADDED", "a");
        }
    }

    @Test
    void whoMayStillDoSomethingElseThereIsToldWhatIsMissing() throws Exception {
        bind("anns", "watcher", "User", "ann");
        bind("others", "reader", "User", "ann");
        try (TestWatch watch = watchAs("ann")) {
            api.mergePatch(rbac + "/roles/watcher", "{\"rules\": []}").expect(200);

            ObjectNode last = watch.next();
            assertThat(last.at("/object/code").asInt()).as(last.toString()).isEqualTo(403);
            assertThat(last.at("/object/message").asText()).contains("User \"ann\" cannot watch resource \"widgets\"");
            watch.expectEnd();
        }
    }

    @Test
    void aChangeThatTakesNothingAwayEndsNothing() throws Exception {
        bind("anns", "watcher", "User", "ann");
        try (TestWatch watch = watchAs("ann")) {
            bind("more", "watcher", "Group", "system:authenticated");
            api.delete(rbac + "/rolebindings/anns").expect(200);

            api.createWidget("a", "{\"size\": 1}");
            watch.next("ADDED", "a");
        }
    }

    @Test
    void aTokenThatEndsEndsItsWatches() throws Exception {
        String accounts = "/api/v1/namespaces/" + api.namespace() + "/serviceaccounts";
        api.post(accounts, """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}}""").expect(201);
        bind("robots", "watcher", "User", "system:serviceaccount:" + api.namespace() + ":robot");
        String token = api.post(accounts + "/robot/token", """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {}}""")
                .expect(201)
                .at("/status/token")
                .asText();
        HttpRequest request = api.anonymous(api.widgets() + "?watch=true")
                .header("Authorization", "Bearer " + token)
                .build();
        try (TestWatch watch = TestWatch.open(api, request)) {
            api.delete(accounts + "/robot").expect(200);

            ObjectNode last = watch.next();
            assertThat(last.path("type").asText()).as(last.toString()).isEqualTo("ERROR");
            assertThat(last.at("/object/code").asInt()).isEqualTo(401);
            watch.expectEnd();
        }
    }

    private TestWatch watchAs(String user) throws IOException {
        return TestWatch.open(
                api,
                api.request(api.widgets() + "?watch=true")
                        .header("Impersonate-User", user)
                        .build());
    }

    private void role(String name, String plural) {
        api.post(rbac + "/roles", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "%s"}, "rules": [
                 {"apiGroups": ["test.roadstead.dev"], "resources": ["%s"], "verbs": ["watch"]}]}""".formatted(name, plural)).expect(201);
    }

    private void bind(String name, String role, String kind, String subject) {
        api.post(rbac + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "%s"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "%s"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "%s", "name": "%s"}]}""".formatted(name, role, kind, subject))
                .expect(201);
    }
}
