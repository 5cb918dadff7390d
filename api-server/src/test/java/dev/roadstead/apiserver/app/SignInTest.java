package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import dev.roadstead.testkit.Eventually;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-in by password, Sessions and their tokens, by the wire. */
@ExtendWith(RunningServer.class)
class SignInTest {
    @Test
    void whoSignsInIsKnownByNameUidAndSession(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        TestApi.Answer answer = people.login(ada.name().toUpperCase(Locale.ROOT) + "@example.com", PASSWORD)
                .expect(200);
        ObjectNode tokens = answer.json();

        assertThat(answer.response().headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(tokens.path("expiresIn").asInt()).isEqualTo(600);
        assertThat(tokens.path("refreshExpiresIn").asInt()).isEqualTo(7 * 86_400);
        ObjectNode me = people.whoami(tokens.path("accessToken").asText());
        assertThat(me.path("username").asText()).isEqualTo(ada.name());
        assertThat(me.path("uid")).isEqualTo(api.get(TestPeople.user(ada)).at("/metadata/uid"));
        assertThat(me.at("/groups/0").asText()).isEqualTo("system:authenticated");
        assertThat(me.path("groups")).hasSize(1);
        assertThat(me.path("extra").path("roadstead.dev/session").path(0).asText())
                .isEqualTo(tokens.path("session").asText());
        assertThat(me.path("extra")
                        .path("roadstead.dev/authenticated-at")
                        .path(0)
                        .asText())
                .endsWith("Z");
        assertThat(me.path("extra").has("roadstead.dev/mfa")).isFalse();
        Eventually.eventually(() -> assertThat(
                        api.get(TestPeople.user(ada)).at("/status/lastSignIn").isTextual())
                .isTrue());
    }

    /** One sentence, whatever was wrong. */
    @Test
    void refusalsTellNothingApart(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person disabled = people.somebody();
        disable(api, disabled);

        String wrong = people.login(ada.name(), "not the right password")
                .expect(401)
                .at("/message")
                .asText();
        assertThat(people.login("nobody-at-all", PASSWORD)
                        .expect(401)
                        .at("/message")
                        .asText())
                .isEqualTo(wrong);
        assertThat(people.login(disabled.name(), PASSWORD)
                        .expect(401)
                        .at("/message")
                        .asText())
                .isEqualTo(wrong);
    }

    @Test
    void tokensEndWithTheSessionTheUserAndItsDisabling(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person left = people.somebody();
        Person disabled = people.somebody();
        Person deleted = people.somebody();
        for (Person person : List.of(left, disabled, deleted)) {
            assertThat(people.counts(person.access())).isTrue();
        }

        api.delete(TestPeople.session(left)).expect(200);
        disable(api, disabled);
        api.delete(TestPeople.user(deleted)).expect(200);

        for (Person person : List.of(left, disabled, deleted)) {
            Eventually.eventually(
                    () -> assertThat(people.counts(person.access())).isFalse());
            TestPeople.assertRefused(people.refresh(person.refresh()));
        }
    }

    @Test
    void logoutEndsOneSessionOrAll(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person first = people.somebody();
        Person second = again(people, first);
        Person third = again(people, first);

        people.post(second.access(), "/auth/logout", "{}").expect(204);
        assertThat(people.counts(second.access())).isFalse();
        assertThat(people.counts(first.access())).isTrue();
        people.post(first.access(), "/auth/logout", "{\"all\": true}").expect(204);
        assertThat(people.counts(first.access())).isFalse();
        assertThat(people.counts(third.access())).isFalse();
    }

    @Test
    void refreshReplacesTheTokenAndAReplacedOneEndsTheSession(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person refreshed = Person.of(people.refresh(ada.refresh()).expect(200).json());

        assertThat(refreshed.session()).isEqualTo(ada.session());
        assertThat(refreshed.refresh()).isNotEqualTo(ada.refresh());
        assertThat(people.counts(refreshed.access())).isTrue();
        TestPeople.assertRefused(people.refresh(ada.refresh()));
        assertThat(people.counts(refreshed.access())).isFalse();
        TestPeople.assertRefused(people.refresh(refreshed.refresh()));
        api.get(TestPeople.session(ada)).expect(404);
    }

    /** Whoever stole a token and went two steps ahead with it is found when its owner takes the first. */
    @Test
    void anyTokenThatWasReplacedEndsTheSession(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person thief = Person.of(people.refresh(ada.refresh()).expect(200).json());
        Person later = Person.of(people.refresh(thief.refresh()).expect(200).json());

        TestPeople.assertRefused(people.refresh(ada.refresh()));

        TestPeople.assertRefused(people.refresh(later.refresh()));
        assertThat(people.counts(later.access())).isFalse();
    }

    /** However many ask at once with one token, at most one of them goes on. */
    @Test
    void concurrentRefreshesGiveOneSuccessor(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Callable<Integer> refresh = () -> people.refresh(ada.refresh()).status();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> answers =
                    callers.invokeAll(List.of(refresh, refresh, refresh, refresh, refresh, refresh)).stream()
                            .map(future -> future.resultNow())
                            .toList();
            assertThat(answers).containsOnly(200, 401).containsOnlyOnce(200);
        }
        assertThat(people.counts(ada.access())).isFalse();
    }

    @Test
    void forgedRefreshTokensEndNothing(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String forged = "rsr_" + String.join(".", ada.name(), ada.session(), "A".repeat(43), "A".repeat(43));

        for (String token : List.of(forged, "", "rsr_", "rsr_../../x." + "A".repeat(43), ada.access())) {
            assertThat(people.refresh(token).status()).isIn(400, 401);
        }
        assertThat(people.counts(ada.access())).isTrue();
        people.refresh(ada.refresh()).expect(200);
    }

    @Test
    void oneMoreSessionThanAPersonMayHaveEndsTheOneThatWasUsedLongestAgo(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String sessions = "/apis/roadstead.dev/v1/namespaces/" + ada.home() + "/sessions";
        for (int i = 1; i < 64; i++) {
            api.post(sessions, """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Session", "metadata": {"name": "unused-%d"}, "spec":
                     {"user": "%s", "userUid": "u", "authenticatedAt": "2026-01-01T00:00:00Z",
                      "expiresAt": "2099-01-01T00:00:00Z", "address": "127.0.0.1"}}""".formatted(i, ada.name())).expect(201);
        }
        Person again = Person.of(people.login(ada.name(), PASSWORD).expect(200).json());
        assertThat(api.get(sessions).expect(200).json().path("items")).hasSize(64);
        api.get(TestPeople.session(ada)).expect(200);
        api.get(TestPeople.session(again)).expect(200);
    }

    @Test
    void newPasswordEndsAllOtherSessions(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person elsewhere = again(people, ada);
        String next = "slow copper kettles whistle";

        TestPeople.assertRefused(people.post(ada.access(), "/auth/password", """
                {"password": "wrong and wrong again", "newPassword": "%s"}""".formatted(next)));
        assertThat(people.post(ada.access(), "/auth/password", """
                        {"password": "%s", "newPassword": "password12345"}""".formatted(PASSWORD))
                        .expect(422)
                        .at("/details/causes/0/field")
                        .asText())
                .isEqualTo("password");
        people.post(ada.access(), "/auth/password", """
                {"password": "%s", "newPassword": "%s"}""".formatted(PASSWORD, next))
                .expect(204);

        assertThat(people.counts(ada.access())).isTrue();
        assertThat(people.counts(elsewhere.access())).isFalse();
        TestPeople.assertRefused(people.login(ada.name(), PASSWORD));
        people.login(ada.name(), next).expect(200);
    }

    @Test
    void whatIsAboutOnesOwnSignInNeedsOne(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String body = "{\"password\": \"" + PASSWORD + "\"}";

        people.post(null, "/auth/reauthenticate", body).expect(403);
        TestPeople.assertRefused(api.post("/auth/reauthenticate", body));
        api.send(api.request("/auth/logout")
                        .header("Impersonate-User", ada.name())
                        .header("Impersonate-Extra-roadstead.dev%2Fsession", ada.session())
                        .POST(HttpRequest.BodyPublishers.noBody()))
                .expect(403);
        assertThat(people.counts(ada.access())).isTrue();
    }

    @Test
    void cookiesNeedTheTokenOfThePage(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        TestApi.Answer answer = people.post(null, "/auth/login", """
                {"user": "%s", "password": "%s", "cookies": true}""".formatted(ada.name(), PASSWORD))
                .expect(200);
        List<String> set = answer.response().headers().allValues("Set-Cookie");
        String csrf = answer.at("/csrfToken").asText();
        String cookies =
                String.join("; ", set.stream().map(it -> it.split(";", 2)[0]).toList());

        assertThat(answer.json().has("accessToken") || answer.json().has("refreshToken"))
                .isFalse();
        assertThat(set)
                .hasSize(3)
                .allSatisfy(it -> assertThat(it)
                        .startsWith("__Host-roadstead-")
                        .contains("; Secure", "; SameSite=Strict", "; Path=/"));
        assertThat(set).filteredOn(it -> it.contains("HttpOnly")).hasSize(2);

        String review = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
        String body = "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"SelfSubjectReview\"}";
        assertThat(withCookies(api, review, cookies, "", body)
                        .expect(403)
                        .at("/message")
                        .asText())
                .contains("X-CSRF-Token");
        withCookies(api, review, cookies, csrf + "x", body).expect(403);
        assertThat(withCookies(api, review, cookies, csrf, body)
                        .expect(201)
                        .at("/status/userInfo/username")
                        .asText())
                .isEqualTo(ada.name());
        api.send(api.anonymous("/version").header("Cookie", cookies).GET()).expect(200);
        api.send(api.anonymous("/version")
                        .header("Cookie", cookies)
                        .header("Origin", "https://evil.example")
                        .GET())
                .expect(403);

        withCookies(api, "/auth/refresh", cookies, "", "{}").expect(403);
        TestApi.Answer refreshed =
                withCookies(api, "/auth/refresh", cookies, csrf, "{}").expect(200);
        assertThat(refreshed.at("/csrfToken").asText()).isNotEmpty().isNotEqualTo(csrf);
        assertThat(refreshed.json().has("refreshToken")).isFalse();
    }

    /** Another site can have a browser send forms and plain text without being asked. */
    @Test
    void bodiesAreJsonOnly(TestApi api) {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "application/yaml")) {
            api.send(api.anonymous("/auth/login")
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofString("{\"user\": \"a\", \"password\": \"b\"}")))
                    .expect(415);
        }
        TestPeople people = new TestPeople(api);
        assertThat(people.post(null, "/auth/login", "{\"user\": \"a\", \"passwort\": \"hunter2hunter2\"}")
                        .expect(400)
                        .text())
                .contains("unknown fields")
                .doesNotContain("hunter2");
        people.post(null, "/auth/login", "{\"user\": 7, \"password\": \"x\"}").expect(400);
        people.post(null, "/auth/login", "{}").expect(400);
        api.send(api.anonymous("/auth/login").GET()).expect(403);
        api.get("/auth/login").expect(405);
        api.get("/auth/no-such-thing").expect(404);
    }

    @Test
    void signInsAndRefusalsAreAudited(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        people.login(ada.name(), "certainly not this one").expect(401);
        people.login("typed-password-as-name", "x").expect(401);

        Eventually.eventually(() -> {
            String records = api.get("/apis/roadstead.dev/v1/auditevents?fieldSelector=request.user=" + ada.name())
                    .expect(200)
                    .text();
            assertThat(records).contains("\"users.roadstead.dev\"", "\"sessions.roadstead.dev\"", "\"code\":401");
            assertThat(records).contains("\"impersonator\":\"system:roadstead:sign-in\"", "\"address\":\"127.0.0.1\"");
            assertThat(records).doesNotContain("certainly", "ferries");
        });
        assertThat(api.get("/apis/roadstead.dev/v1/auditevents?limit=1000")
                        .expect(200)
                        .text())
                .doesNotContain("typed-password-as-name");
    }

    private static Person again(TestPeople people, Person person) {
        return Person.of(people.login(person.name(), PASSWORD).expect(200).json());
    }

    private static void disable(TestApi api, Person person) {
        api.mergePatch(TestPeople.user(person), "{\"spec\": {\"disabled\": true}}")
                .expect(200);
    }

    private static TestApi.Answer withCookies(TestApi api, String path, String cookies, String csrf, String body) {
        HttpRequest.Builder request = api.anonymous(path)
                .header("Cookie", cookies)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return api.send(csrf.isEmpty() ? request : request.header("X-CSRF-Token", csrf));
    }
}
