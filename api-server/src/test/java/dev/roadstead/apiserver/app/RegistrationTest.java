package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may become a User: the first person, once, and whoever was invited, once. */
@ExtendWith(RunningServer.class)
class RegistrationTest {
    @Test
    void bootstrapTokenMakesOneAdministratorAndEnds(@TempDir Path directory) throws Exception {
        String token;
        try (ApiServer server = ApiServer.start(RunningServer.config(directory))) {
            token = server.bootstrapToken().orElseThrow();
            assertThat(server.bootstrapToken()).as("shown once").isEmpty();
        }
        try (ApiServer server = ApiServer.start(RunningServer.config(directory))) {
            assertThat(server.bootstrapToken())
                    .as("shown once, over a restart too")
                    .isEmpty();
            TestApi api = TestApi.withNewNamespace(server, "first");
            TestPeople people = new TestPeople(api);
            String secret = "/api/v1/namespaces/roadstead-system/secrets/bootstrap";
            assertThat(api.get(secret).expect(200).text()).doesNotContain(token);
            TestPeople.assertRefused(first(people, token + "x", "ada"));
            assertThat(people.post(null, "/auth/register", """
                            {"bootstrap": "%s", "name": "ada", "password": "%s"}""".formatted(token, PASSWORD))
                            .expect(422)
                            .at("/details/causes/0/field")
                            .asText())
                    .isEqualTo("email");

            List<TestApi.Answer> answers = atOnce(8, i -> first(people, token, "ada" + i));

            assertThat(answers).filteredOn(it -> it.status() == 201).hasSize(1);
            assertThat(answers).filteredOn(it -> it.status() == 401).hasSize(7);
            assertThat(api.get("/apis/roadstead.dev/v1/users").at("/items")).hasSize(1);
            api.get(secret).expect(404);
            Person admin = Person.of(answers.stream()
                    .filter(it -> it.status() == 201)
                    .findFirst()
                    .orElseThrow()
                    .json());
            people.get(admin.access(), "/api/v1/secrets").expect(200);
            TestPeople.assertRefused(first(people, token, "mallory"));
            assertThat(server.bootstrapToken()).isEmpty();
        }
    }

    @Test
    void anyUserEndsTheBootstrapToken(@TempDir Path directory) throws Exception {
        try (ApiServer server = ApiServer.start(RunningServer.config(directory))) {
            String token = server.bootstrapToken().orElseThrow();
            TestApi api = TestApi.withNewNamespace(server, "first");
            api.post("/apis/roadstead.dev/v1/users", """
                    {"apiVersion": "roadstead.dev/v1", "kind": "User", "metadata": {"name": "bob"},
                     "spec": {"email": "bob@example.com"}}""").expect(201);

            TestPeople.assertRefused(first(new TestPeople(api), token, "mallory"));
        }
    }

    private static TestApi.Answer first(TestPeople people, String token, String name) {
        return people.post(null, "/auth/register", """
                {"bootstrap": "%s", "name": "%s", "email": "%s@example.com", "password": "%s"}""".formatted(token, name, name, PASSWORD));
    }

    @Test
    void invitationIsForItsAddressAndOnce(TestApi api) {
        TestPeople people = new TestPeople(api);
        String name = TestPeople.newName();
        String token = people.invite(name + "@example.com");
        assertThat(api.get(people.invitations()).expect(200).text()).doesNotContain(token);

        assertThat(people.post(null, "/auth/register", """
                        {"invitation": "%s", "name": "%s", "email": "other@example.com", "password": "%s"}""".formatted(token, name, PASSWORD))
                        .expect(422)
                        .at("/details/causes/0/field")
                        .asText())
                .isEqualTo("email");
        register(people, token, name).expect(201);
        TestPeople.assertRefused(register(people, token, TestPeople.newName()));

        assertThat(api.get("/apis/roadstead.dev/v1/users/" + name)
                        .at("/spec/email")
                        .asText())
                .isEqualTo(name + "@example.com");
        ObjectNode invitation = (ObjectNode) api.get(people.invitations()).at("/items/0");
        assertThat(invitation.at("/status/acceptedBy").asText()).isEqualTo(name);
        assertThat(invitation.at("/status/acceptedAt").isTextual()).isTrue();
        String path =
                people.invitations() + "/" + invitation.at("/metadata/name").asText();
        api.post(path + "/token", "{}").expect(409);
    }

    @Test
    void concurrentUseOfAnInvitationGivesOneUser(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        String token = people.invite(TestPeople.newName() + "@example.com");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            names.add(TestPeople.newName());
        }

        List<TestApi.Answer> answers = atOnce(8, i -> register(people, token, names.get(i)));

        assertThat(answers).filteredOn(it -> it.status() == 201).hasSize(1);
        assertThat(names)
                .filteredOn(
                        name -> api.get("/apis/roadstead.dev/v1/users/" + name).status() == 200)
                .hasSize(1);
    }

    @Test
    void invitationThatHasEndedOrIsGoneLetsNobodyIn(TestApi api) {
        TestPeople people = new TestPeople(api);
        String token = people.invite(TestPeople.newName() + "@example.com");
        String path = people.invitations() + "/"
                + api.get(people.invitations()).at("/items/0/metadata/name").asText();
        api.mergePatch(path + "/status", "{\"status\": {\"expiresAt\": \"2020-01-01T00:00:00Z\"}}")
                .expect(200);
        TestPeople.assertRefused(register(people, token, TestPeople.newName()));

        String again =
                api.post(path + "/token", "{}").expect(201).at("/status/token").asText();
        TestPeople.assertRefused(register(people, token, TestPeople.newName()));
        api.delete(path).expect(200);
        TestPeople.assertRefused(register(people, again, TestPeople.newName()));
        TestPeople.assertRefused(register(people, "rsi_" + "A".repeat(43), TestPeople.newName()));
    }

    /** A name that has rights, or belongs to somebody, is not given to a stranger. */
    @Test
    void namesThatMeanSomethingAreRefused(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String bound = TestPeople.newName();
        String squatted = TestPeople.newName();
        api.post("/apis/rbac.authorization.k8s.io/v1/namespaces/" + api.namespace() + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "admin"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}""".formatted(
                                bound))
                .expect(201);
        api.post("/api/v1/namespaces", TestApi.namespaceNamed("user-" + squatted))
                .expect(201);
        String token = people.invite(TestPeople.newName() + "@example.com");

        for (String name : List.of(ada.name(), bound, squatted)) {
            assertThat(register(people, token, name).expect(409).at("/message").asText())
                    .contains("take another name");
        }
        for (String name : List.of("kubernetes-admin", "system:admin", "Ada", "a.b", "-a", "a".repeat(41))) {
            register(people, token, name).expect(422);
        }
        TestPeople.assertRefused(people.login(bound, PASSWORD));
        assertThat(register(people, people.invite(ada.name() + "@EXAMPLE.com"), TestPeople.newName())
                        .expect(409)
                        .at("/message")
                        .asText())
                .contains("e-mail");
        register(people, token, TestPeople.newName()).expect(201);
    }

    /** A User who came later has nothing of one who had the name before. */
    @Test
    void passwordEndsWithItsUser(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String user = TestPeople.user(ada);
        api.delete(user).expect(200);
        api.post("/apis/roadstead.dev/v1/users", """
                {"apiVersion": "roadstead.dev/v1", "kind": "User", "metadata": {"name": "%s"},
                 "spec": {"email": "%s@example.com"}}""".formatted(ada.name(), ada.name()))
                .expect(201);

        TestPeople.assertRefused(people.login(ada.name(), PASSWORD));
        assertThat(people.counts(ada.access())).isFalse();
    }

    @Test
    void passwordsThatAreGuessedFirstAreRefused(TestApi api) {
        TestPeople people = new TestPeople(api);
        String name = TestPeople.newName();
        String token = people.invite(name + "@example.com");
        for (String password : List.of("short", "password1234", "aaaaaaaaaaaaaaaa", name + name + "123456")) {
            TestApi.Answer answer = people.post(null, "/auth/register", """
                    {"invitation": "%s", "name": "%s", "password": "%s"}""".formatted(token, name, password))
                    .expect(422);
            assertThat(answer.at("/details/causes/0/field").asText()).isEqualTo("password");
        }
        register(people, token, name).expect(201);
    }

    private static TestApi.Answer register(TestPeople people, String token, String name) {
        return people.post(null, "/auth/register", """
                {"invitation": "%s", "name": "%s", "password": "%s"}""".formatted(token, name, PASSWORD));
    }

    private interface Numbered {
        TestApi.Answer call(int number);
    }

    private static List<TestApi.Answer> atOnce(int count, Numbered call) throws InterruptedException {
        List<Callable<TestApi.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            calls.add(() -> call.call(number));
        }
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
        }
    }
}
