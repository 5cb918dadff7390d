package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestTenants.ORGANIZATIONS;
import static dev.roadstead.apiserver.app.TestTenants.configMap;
import static dev.roadstead.apiserver.app.TestTenants.configMaps;
import static dev.roadstead.apiserver.app.TestTenants.member;
import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What an Organization says holds for whatever was bound by hand; who gives roles in it, and who its owners are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrganizationRulesTest {
    private ApiServer server;
    private TestApi api;
    private TestTenants tenants;
    private TestPeople people;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = ApiServer.start(TestTenants.config(directory));
        api = TestApi.withNewNamespace(server, "people");
        tenants = new TestTenants(api);
        people = new TestPeople(api);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void suspensionHoldsForBindingsAndTokensMadeByHand() throws IOException {
        tenants.organization("acme", "{}");
        tenants.organization("other", "{}");
        String ci = tenants.account("acme-shop", "ci");
        for (String namespace : List.of("acme-shop", "other-shop")) {
            tenants.bind(namespace, "admin", TestTenants.user("acme-shop", "ci"));
        }
        eventually(() -> tenants.send(ci, "POST", configMaps("acme-shop"), configMap("before"))
                .expect(201));

        tenants.change("acme", "{\"spec\": {\"suspended\": true}}").expect(200);

        TestApi.Answer refused = tenants.send(ci, "POST", configMaps("acme-shop"), configMap("after"));
        assertThat(refused.expect(403).at("/message").asText())
                .contains("cannot create resource \"configmaps\"", "Organization \"acme\" is suspended");
        tenants.send(ci, "DELETE", configMaps("acme-shop") + "/before", "").expect(403);
        tenants.send(ci, "DELETE", configMaps("acme-shop"), "").expect(403);
        String accounts = "/api/v1/namespaces/acme-shop/serviceaccounts/ci/token";
        tenants.send(ci, "POST", accounts, "{}").expect(403);
        tenants.send(ci, "GET", configMaps("acme-shop"), "").expect(200);
        assertThat(mayDo(ci, "acme-shop", "create")).isFalse();
        assertThat(mayDo(ci, "acme-shop", "list")).isTrue();
        assertThat(rules(ci, "acme-shop")).contains("\"get\"").doesNotContain("\"create\",\"delete\"", "\"*\"");
        tenants.send(ci, "POST", configMaps("other-shop"), configMap("after")).expect(201);
        api.post(configMaps("acme-shop"), configMap("by-the-platform")).expect(201);

        tenants.change("acme", "{\"spec\": {\"suspended\": false}}").expect(200);
        tenants.send(ci, "POST", configMaps("acme-shop"), configMap("after")).expect(201);
    }

    @Test
    void secondFactorIsAskedForWhateverIsBoundByHand() throws IOException {
        tenants.organization("bank", "{}");
        Person ann = people.somebody();
        String key = people.key(ann, "own", "{}");
        String ci = tenants.account("bank-shop", "ci");
        tenants.bind("bank-shop", "admin", TestTenants.user("bank-shop", "ci"));
        tenants.bind("bank-shop", "admin", ann.name());
        String path = configMaps("bank-shop");
        eventually(() -> people.get(ann.access(), path).expect(200));
        people.get(key, path).expect(200);

        try (TestWatch watch = TestWatch.open(
                api, people.as(ann.access(), path + "?watch=true").build())) {
            tenants.change("bank", "{\"spec\": {\"requireMfa\": true}}").expect(200);

            for (String token : List.of(ann.access(), key)) {
                assertThat(people.get(token, path).expect(403).at("/message").asText())
                        .contains("Organization \"bank\" asks for a sign-in with a second factor");
            }
            assertThat(rules(ann.access(), "bank-shop")).doesNotContain("configmaps");
            tenants.send(ci, "GET", path, "").expect(200);
            ObjectNode last = watch.next();
            assertThat(last.at("/object/code").asInt()).as(last.toString()).isEqualTo(403);
        }
        String withFactor = "roadstead:mfa:" + ann.name();
        tenants.as(ann.name(), List.of(withFactor), "GET", path, "").expect(200);
        tenants.as(ann.name(), List.of("roadstead:mfa:bob"), "GET", path, "").expect(403);
    }

    @Test
    void whoMayWriteAnOrganizationDoesNotForThatGiveRolesInIt() {
        tenants.organization("corp", "{\"requireMfa\": true, \"members\": [" + member("olga", "Owner") + "]}");
        String billing = tenants.account("people", "billing");
        tenants.bindEverywhere(
                "billing",
                "\"get\", \"patch\", \"update\", \"limit\"",
                "organizations",
                TestTenants.user("people", "billing"));
        String corp = ORGANIZATIONS + "/corp";

        tenants.send(billing, "PATCH", corp, "{\"spec\": {\"plan\": \"large\"}}")
                .expect(200);
        String named = "{\"spec\": {\"members\": [" + member("olga", "Owner") + "," + member("eve", "Viewer") + "]}}";
        assertThat(tenants.send(billing, "PATCH", corp, named)
                        .expect(403)
                        .at("/message")
                        .asText())
                .contains("may not give or take roles", "\"bind\"", "\"roadstead:organization-viewer\"", "\"corp\"");
        tenants.send(billing, "PATCH", corp, "{\"spec\": {\"members\": []}}").expect(403);
        tenants.send(billing, "PATCH", corp + "?dryRun=All", named).expect(403);
        tenants.send(billing, "PATCH", corp, "{\"spec\": {\"requireMfa\": false}}")
                .expect(403);
        ObjectNode stored = api.get(corp).expect(200).json();
        stored.withObjectProperty("spec").putArray("members");
        tenants.send(billing, "PUT", corp, stored.toString()).expect(403);
    }

    @Test
    void ownersGiveAllRolesAdminsAllButOwnerAndOthersNone() {
        tenants.organization("firm", "{\"members\": [" + member("olga", "Owner") + "]}");
        tenants.bind("firm", "roadstead:organization-owner", "olga");
        tenants.bind("firm", "roadstead:organization-admin", "adam");
        tenants.bindEverywhere("firm-writers", "\"get\", \"patch\"", "organizations", "olga");
        tenants.bindEverywhere("firm-writers-too", "\"get\", \"patch\"", "organizations", "adam");
        tenants.bindEverywhere("team-writers", "\"create\", \"patch\"", "teams", "hand");
        tenants.bindEverywhere("inviters", "\"create\"", "invitations", "hand");
        String firm = ORGANIZATIONS + "/firm";
        String more = "{\"spec\": {\"members\": [" + member("olga", "Owner") + ",%s]}}";

        eventually(() -> tenants.as("adam", List.of(), "PATCH", firm, more.formatted(member("dora", "Admin")))
                .expect(200));
        tenants.as("adam", List.of(), "PATCH", firm, more.formatted(member("dora", "Owner")))
                .expect(403);
        tenants.as("adam", List.of(), "PATCH", firm, "{\"spec\": {\"members\": []}}")
                .expect(403);
        tenants.as("olga", List.of(), "PATCH", firm, more.formatted(member("dora", "Owner")))
                .expect(200);

        String teams = "/apis/roadstead.dev/v1/namespaces/firm/teams";
        String grants = ", \"grants\": [{\"project\": \"shop\", \"role\": \"Developer\"}]";
        tenants.as("adam", List.of(), "POST", teams, team("good", grants)).expect(201);
        tenants.as("hand", List.of(), "POST", teams, team("harmless", "")).expect(201);
        tenants.as("hand", List.of(), "POST", teams, team("bad", grants)).expect(403);
        for (String patch : List.of(
                "{\"spec\": {\"members\": [\"dora\", \"eve\"]}}",
                "{\"spec\": {\"groups\": [{\"provider\": \"sso\", \"group\": \"dev\"}]}}",
                "{\"spec\": {\"grants\": []}}")) {
            tenants.as("hand", List.of(), "PATCH", teams + "/good", patch).expect(403);
            tenants.as("adam", List.of(), "PATCH", teams + "/good?dryRun=All", patch)
                    .expect(200);
        }
        tenants.as("hand", List.of(), "PATCH", teams + "/good", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
                .expect(200);
        tenants.as("hand", List.of(), "PATCH", teams + "/harmless", "{\"spec\": {" + grants.substring(2) + "}}")
                .expect(403);
        String invitations = "/apis/roadstead.dev/v1/namespaces/firm/invitations";
        tenants.as("adam", List.of(), "POST", invitations, invitation("good")).expect(201);
        tenants.as("hand", List.of(), "POST", invitations, invitation("bad")).expect(403);
    }

    @Test
    void giversOfRolesAreToldThatTheOrganizationIsSuspended() {
        tenants.organization("halt", "{\"members\": [" + member("olga", "Owner") + "], \"suspended\": true}");
        tenants.bind("halt", "roadstead:organization-owner", "olga");
        tenants.bindEverywhere("halt-writers", "\"get\", \"patch\"", "organizations", "olga");
        String more = "{\"spec\": {\"members\": [" + member("olga", "Owner") + "," + member("dora", "Viewer") + "]}}";

        assertThat(tenants.as("olga", List.of(), "PATCH", ORGANIZATIONS + "/halt", more)
                        .expect(403)
                        .at("/message")
                        .asText())
                .contains("\"bind\"", "Organization \"halt\" is suspended");
    }

    @Test
    void theLastOwnerDoesNotGoButByThePlatform() {
        tenants.organization("solo", "{\"members\": [" + member("olga", "Owner") + "]}");
        tenants.bind("solo", "roadstead:organization-owner", "olga");
        tenants.bindEverywhere("solo-writers", "\"get\", \"patch\"", "organizations", "olga");
        String solo = ORGANIZATIONS + "/solo";
        String nobody = "{\"spec\": {\"members\": []}}";
        String viewer = "{\"spec\": {\"members\": [" + member("olga", "Viewer") + "]}}";

        for (String patch : List.of(nobody, viewer)) {
            assertThat(tenants.as("olga", List.of(), "PATCH", solo, patch)
                            .expect(403)
                            .at("/message")
                            .asText())
                    .contains("no Owner left", "name another Owner first");
        }
        tenants.as("olga", List.of(), "PATCH", solo, "{\"spec\": {\"members\": [" + member("dora", "Owner") + "]}}")
                .expect(200);
        tenants.change("solo", nobody).expect(200);
    }

    @Test
    void ownersChangeAndOrganizationsGoOnlyByWhoHasJustSignedIn() {
        Person olga = people.somebody();
        String members = "{\"spec\": {\"members\": [" + member(olga.name(), "Owner") + ",%s]}}";
        tenants.organization(
                "guild", "{\"members\": [" + member(olga.name(), "Owner") + "," + member("dora", "Viewer") + "]}");
        tenants.change("guild", "{\"metadata\": {\"annotations\": {\"roadstead.dev/confirm-deletion\": \"guild\"}}}")
                .expect(200);
        tenants.bind("guild", "roadstead:organization-owner", olga.name());
        tenants.bindEverywhere("guild-owner", "\"get\", \"patch\", \"delete\"", "organizations", olga.name());
        String guild = ORGANIZATIONS + "/guild";
        String key = people.key(olga, "own", "{}");
        String program = tenants.account("guild", "program");
        tenants.bind("guild", "roadstead:organization-owner", TestTenants.user("guild", "program"));
        tenants.bindEverywhere("guild-program", "\"patch\"", "organizations", TestTenants.user("guild", "program"));
        api.mergePatch(TestPeople.session(olga), "{\"spec\": {\"authenticatedAt\": \"2026-01-01T00:00:00Z\"}}")
                .expect(200);
        String another = members.formatted(member("dora", "Owner"));

        eventually(() -> tenants.send(olga.access(), "PATCH", guild, members.formatted(member("dora", "Developer")))
                .expect(200));
        for (String token : List.of(olga.access(), key)) {
            for (TestApi.Answer refused : List.of(
                    tenants.send(token, "PATCH", guild, another),
                    tenants.send(token, "DELETE", guild, ""),
                    tenants.send(token, "DELETE", guild + "?dryRun=All", ""))) {
                assertThat(refused.expect(403).at("/message").asText()).contains("roadstead login");
                assertThat(refused.at("/details/causes/0/reason").asText()).isEqualTo("ProofRequired");
            }
        }
        tenants.send(program, "PATCH", guild, another).expect(200);
        people.post(olga.access(), "/auth/reauthenticate", "{\"password\": \"" + TestPeople.PASSWORD + "\"}")
                .expect(204);
        tenants.send(olga.access(), "PATCH", guild, members.formatted(member("dora", "Viewer")))
                .expect(200);
        tenants.send(olga.access(), "DELETE", guild + "?dryRun=All", "").expect(200);
    }

    private static String team(String name, String grants) {
        return """
                {"apiVersion": "roadstead.dev/v1", "kind": "Team", "metadata": {"name": "%s"},
                 "spec": {"members": ["dora"]%s}}""".formatted(name, grants);
    }

    private static String invitation(String name) {
        return """
                {"apiVersion": "roadstead.dev/v1", "kind": "Invitation", "metadata": {"name": "%s"},
                 "spec": {"email": "eve@example.com", "role": "Developer"}}""".formatted(name);
    }

    private boolean mayDo(String token, String namespace, String verb) {
        return tenants.send(token, "POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """
                        {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec":
                         {"resourceAttributes": {"namespace": "%s", "verb": "%s", "resource": "configmaps"}}}""".formatted(
                                namespace, verb))
                .expect(201)
                .at("/status/allowed")
                .asBoolean();
    }

    private String rules(String token, String namespace) {
        return tenants.send(token, "POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """
                        {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview",
                         "spec": {"namespace": "%s"}}""".formatted(
                                namespace))
                .expect(201)
                .text();
    }
}
