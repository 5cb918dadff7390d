package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import dev.roadstead.testkit.Eventually;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys of people and of ServiceAccounts: shown once, and never more than their owners. */
@ExtendWith(RunningServer.class)
class ApiKeyTest {
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/namespaces/";

    @Test
    void keyActsAsItsPersonAndIsShownOnce(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        people.makeKey(ada, "ci", "{}");
        ObjectNode made = people.post(ada.access(), TestPeople.keys(ada, "ci", "token"), "{}")
                .expect(201)
                .json();
        String key = made.at("/status/token").asText();

        assertThat(key)
                .startsWith("rsk_")
                .hasSize(47)
                .startsWith(made.at("/status/prefix").asText());
        String stored = api.get(TestPeople.keys(ada, "ci")).expect(200).text();
        assertThat(stored).doesNotContain(key).contains("\"sha256\"");
        ObjectNode me = people.whoami(key);
        assertThat(me.path("username").asText()).isEqualTo(ada.name());
        assertThat(me.path("extra").path("roadstead.dev/api-key").path(0).asText())
                .isEqualTo(ada.home() + "/ci");
        people.get(key, TestPeople.keys(ada)).expect(200);
        Eventually.eventually(() -> assertThat(api.get(TestPeople.keys(ada, "ci"))
                        .at("/status/lastUsed")
                        .asText())
                .endsWith(":00:00Z"));
        assertThat(people.counts(key)).as("that it was used changes nothing").isTrue();
        assertThat(api.get("/apis/roadstead.dev/v1/auditevents?fieldSelector=request.user=" + ada.name())
                        .expect(200)
                        .text())
                .contains("\"subresource\":\"token\"")
                .doesNotContain(key);

        String next = people.post(ada.access(), TestPeople.keys(ada, "ci", "token"), "{}")
                .expect(201)
                .at("/status/token")
                .asText();
        assertThat(people.counts(key)).as("replaced").isFalse();
        assertThat(people.counts(next)).isTrue();
        people.post(key, "/auth/logout", "{}").expect(401);
    }

    @Test
    void keyEndsWithItsObjectItsTimeAndItsPerson(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String deleted = people.key(ada, "deleted", "{}");
        String expired = people.key(ada, "expired", "{\"expiresAt\": \"2099-01-01T00:00:00Z\"}");
        String disabled = people.key(ada, "disabled", "{}");
        Eventually.eventually(() -> assertThat(people.counts(expired)).isTrue());

        api.delete(TestPeople.keys(ada, "deleted")).expect(200);
        Eventually.eventually(() -> assertThat(people.counts(deleted)).isFalse());
        api.mergePatch(TestPeople.keys(ada, "expired"), "{\"spec\": {\"expiresAt\": \"2020-01-01T00:00:00Z\"}}")
                .expect(200);
        Eventually.eventually(() -> assertThat(people.counts(expired)).isFalse());
        people.post(ada.access(), TestPeople.keys(ada, "expired", "token"), "{}")
                .expect(409);
        api.mergePatch(TestPeople.user(ada), "{\"spec\": {\"disabled\": true}}").expect(200);
        Eventually.eventually(() -> assertThat(people.counts(disabled)).isFalse());
        api.mergePatch(TestPeople.user(ada), "{\"spec\": {\"disabled\": false}}")
                .expect(200);
        Eventually.eventually(() -> assertThat(people.counts(disabled)).isTrue());
        api.delete(TestPeople.user(ada)).expect(200);
        Eventually.eventually(() -> assertThat(people.counts(disabled)).isFalse());
    }

    @Test
    void scopesOnlyTakeAway(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        bind(api, api.namespace(), "edit", ada.name());
        String configMaps = "/api/v1/namespaces/" + api.namespace() + "/configmaps";
        String secrets = "/api/v1/namespaces/" + api.namespace() + "/secrets";
        String reader = people.key(ada, "reader", """
                {"scopes": [{"verbs": ["get", "list"], "resources": ["configmaps"], "namespaces": ["%s"]}]}""".formatted(api.namespace()));
        String everything = people.key(ada, "everything", "{\"scopes\": [{\"verbs\": [\"*\"]}]}");
        String nothing = people.key(ada, "nothing", "{\"scopes\": []}");

        people.get(reader, configMaps).expect(200);
        people.get(ada.access(), secrets).expect(200);
        assertThat(people.get(reader, secrets).expect(403).at("/message").asText())
                .contains("the scopes of the API key do not allow it");
        people.post(reader, configMaps, configMap("a")).expect(403);
        people.get(reader, TestPeople.keys(ada)).expect(403);
        people.post(everything, configMaps, configMap("a")).expect(201);
        people.get(everything, "/api/v1/nodes").expect(403);
        people.get(everything, "/api/v1/namespaces/default/secrets").expect(404);
        people.get(nothing, configMaps).expect(403);
        assertThat(people.counts(nothing)).isTrue();

        assertThat(reviewed(api, ada.access())).isTrue();
        assertThat(reviewed(api, reader))
                .as("others could not keep to its scopes")
                .isFalse();
        assertThat(allowed(people, reader, "get", "configmaps", api.namespace()))
                .isTrue();
        assertThat(allowed(people, reader, "get", "secrets", api.namespace())).isFalse();
        assertThat(allowed(people, ada.access(), "get", "secrets", api.namespace()))
                .isTrue();
        ObjectNode rules = people.post(
                        reader, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """
                        {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
                         "spec": {"namespace": "%s"}}""".formatted(api.namespace()))
                .expect(201)
                .json();
        assertThat(rules.at("/status/resourceRules").toString())
                .contains("configmaps")
                .doesNotContain("secrets", "delete", "\"*\"");
    }

    /** With a key nobody gets more than the key: no other key, no token, no wider scope, no role, nobody else's rights. */
    @Test
    void keyDoesNotOutgrowItself(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person bob = people.somebody();
        bind(api, api.namespace(), "admin", ada.name());
        api.post("/apis/rbac.authorization.k8s.io/v1/clusterroles", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "%s-imp"},
                 "rules": [{"apiGroups": [""], "resources": ["users"], "verbs": ["impersonate"]}]}""".formatted(api.namespace()))
                .expect(201);
        api.post("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": "%s-imp"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%s-imp"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}""".formatted(
                                api.namespace(), api.namespace(), ada.name()))
                .expect(201);
        bind(api, api.namespace(), "admin", bob.name());
        api.post("/api/v1/namespaces/" + api.namespace() + "/serviceaccounts", """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}}""")
                .expect(201);
        String scoped = people.key(ada, "scoped", """
                {"scopes": [{"verbs": ["*"], "resources": ["*", "*/*"], "namespaces": ["%s", "%s"]},
                            {"verbs": ["impersonate"]}]}""".formatted(ada.home(), "none"));
        String roles = people.key(ada, "roles", """
                {"scopes": [{"verbs": ["*"], "resources": ["roles", "rolebindings", "serviceaccounts/token"]}]}""");
        String plain = people.key(ada, "plain", "{}");

        for (String key : List.of(scoped, plain)) {
            people.post(key, TestPeople.keys(ada, "plain", "token"), "{}").expect(403);
            people.post(key, TestPeople.keys(ada), """
                    {"apiVersion": "roadstead.dev/v1", "kind": "ApiKey", "metadata": {"name": "more"}, "spec": {}}""").expect(403);
            api.send(people.as(key, TestPeople.keys(ada, "scoped"))
                            .header("Content-Type", "application/merge-patch+json")
                            .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"spec\": {\"scopes\": null}}")))
                    .expect(403);
        }
        people.post(roles, "/api/v1/namespaces/" + api.namespace() + "/serviceaccounts/robot/token", """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest"}""")
                .expect(403);
        String role = """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "greedy"},
                 "rules": [{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}]}""";
        assertThat(people.post(roles, RBAC + api.namespace() + "/roles", role)
                        .expect(403)
                        .at("/message")
                        .asText())
                .contains("not currently held");
        people.post(ada.access(), RBAC + api.namespace() + "/roles", role).expect(201);

        String secrets = "/api/v1/namespaces/" + api.namespace() + "/secrets";
        api.send(people.as(ada.access(), secrets)
                        .header("Impersonate-User", bob.name())
                        .GET())
                .expect(200);
        assertThat(api.send(people.as(scoped, secrets)
                                .header("Impersonate-User", bob.name())
                                .GET())
                        .expect(403)
                        .at("/message")
                        .asText())
                .contains("the scopes of the API key do not allow it");
    }

    @Test
    void nobodyMakesTheKeyOfAnotherPerson(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person eve = people.somebody();
        bind(api, ada.home(), "roadstead:self", eve.name());
        people.makeKey(ada, "k", "{}");

        String token = TestPeople.keys(ada, "k", "token");
        assertThat(people.post(eve.access(), token, "{}")
                        .expect(403)
                        .at("/message")
                        .asText())
                .contains("nobody else can make it");
        api.post(token, "{}").expect(403);
        api.send(api.request(token).header("Impersonate-User", ada.name()).POST(HttpRequest.BodyPublishers.noBody()))
                .expect(403);
        people.post(ada.access(), token, "{}").expect(201);
    }

    @Test
    void keyOfAServiceAccountEndsWithIt(TestApi api) {
        TestPeople people = new TestPeople(api);
        String accounts = "/api/v1/namespaces/" + api.namespace() + "/serviceaccounts";
        String robot = """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}}""";
        String keys = "/apis/roadstead.dev/v1/namespaces/" + api.namespace() + "/apikeys";
        api.post(keys, """
                {"apiVersion": "roadstead.dev/v1", "kind": "ApiKey", "metadata": {"name": "ci"},
                 "spec": {"serviceAccountName": "robot"}}""").expect(201);
        api.post(keys, """
                {"apiVersion": "roadstead.dev/v1", "kind": "ApiKey", "metadata": {"name": "nobody"}, "spec": {}}""").expect(201);
        api.post(keys + "/ci/token", "{}").expect(404);
        api.post(keys + "/nobody/token", "{}").expect(403);
        api.post(keys + "/absent/token", "{}").expect(404);
        api.post(accounts, robot).expect(201);
        String key = api.post(keys + "/ci/token", "{}")
                .expect(201)
                .at("/status/token")
                .asText();

        ObjectNode me = people.whoami(key);
        assertThat(me.path("username").asText()).isEqualTo("system:serviceaccount:" + api.namespace() + ":robot");
        assertThat(me.path("groups").toString())
                .contains("system:authenticated", "system:serviceaccounts:" + api.namespace());
        api.delete(accounts + "/robot").expect(200);
        assertThat(people.counts(key)).isFalse();
        api.post(accounts, robot).expect(201);
        assertThat(people.counts(key)).as("another account of that name").isFalse();
    }

    @Test
    void keysNeedARecentProof(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String key = people.key(ada, "used", "{\"scopes\": [{\"verbs\": [\"get\"]}]}");
        api.mergePatch(TestPeople.session(ada), "{\"spec\": {\"authenticatedAt\": \"2026-01-01T00:00:00Z\"}}")
                .expect(200);
        people.makeKey(ada, "k", "{}");
        String token = TestPeople.keys(ada, "k", "token");

        assertThat(people.post(ada.access(), token, "{}")
                        .expect(403)
                        .at("/message")
                        .asText())
                .contains("POST /auth/reauthenticate", "roadstead login");
        widen(api, people, ada).expect(403);
        people.post(ada.access(), "/auth/mfa/totp", "{}").expect(403);
        TestPeople.assertRefused(
                people.post(ada.access(), "/auth/reauthenticate", "{\"password\": \"not the right one\"}"));
        people.post(ada.access(), token, "{}").expect(403);
        people.post(ada.access(), "/auth/reauthenticate", "{\"password\": \"" + TestPeople.PASSWORD + "\"}")
                .expect(204);
        people.post(ada.access(), token, "{}").expect(201);
        widen(api, people, ada).expect(200);
        assertThat(people.counts(key)).isTrue();
    }

    private static TestApi.Answer widen(TestApi api, TestPeople people, Person person) {
        return api.send(people.as(person.access(), TestPeople.keys(person, "used"))
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"spec\": {\"scopes\": null}}")));
    }

    private static boolean reviewed(TestApi api, String token) {
        return api.post("/apis/authentication.k8s.io/v1/tokenreviews", """
                        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "%s"}}""".formatted(token))
                .expect(201)
                .at("/status/authenticated")
                .asBoolean();
    }

    private static boolean allowed(TestPeople people, String token, String verb, String resource, String namespace) {
        return people.post(token, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """
                        {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec":
                         {"resourceAttributes": {"verb": "%s", "resource": "%s", "namespace": "%s"}}}""".formatted(
                                verb, resource, namespace))
                .expect(201)
                .at("/status/allowed")
                .asBoolean();
    }

    private static void bind(TestApi api, String namespace, String role, String user) {
        api.post(RBAC + namespace + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "for-%s"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "%s"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}""".formatted(user, role, user))
                .expect(201);
    }

    private static String configMap(String name) {
        return """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}}""".formatted(name);
    }
}
