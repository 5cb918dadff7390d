package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passkeys, and what somebody might try with those of others. */
@ExtendWith(RunningServer.class)
class PasskeyTest {
    private static final String HOST = "localhost";
    private static final String CHALLENGE = "__Host-roadstead-passkey";

    @Test
    void onePasskeyIsAWholeSignInAndCountsAsASecondFactor(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        assertThat(add(browser, key, "Laptop").path("recoveryCodes")).hasSize(10);
        assertThat(api.get(TestPeople.user(ada)).at("/status/mfa").asBoolean()).isTrue();

        TestBrowser another = new TestBrowser(api, HOST);
        TestApi.Answer signedIn = login(another, key.get(challenge(another))).expect(200);

        assertThat(signedIn.at("/user").asText()).isEqualTo(ada.name());
        JsonNode me = people.whoami(signedIn.at("/accessToken").asText());
        assertThat(me.path("groups").toString()).contains("roadstead:mfa:" + ada.name());
        JsonNode factors = browser.get("/auth/mfa").expect(200).json();
        assertThat(factors.at("/passkeys/0/name").asText()).isEqualTo("Laptop");
        assertThat(factors.at("/passkeys/0/lastUsedAt").isTextual()).isTrue();
        assertThat(factors.path("recoveryCodes").asInt()).isEqualTo(10);
        assertThat(factors.toString()).doesNotContain("publicKey");
    }

    @Test
    void besideAPasswordItNeedNotVerifyThePersonAloneItMust(TestApi api) throws Exception {
        Person ada = new TestPeople(api).somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        key.verifies = false;
        String code = add(browser, key, "Key ring").at("/recoveryCodes/0").asText();

        ObjectNode missing =
                new TestPeople(api).login(ada.name(), PASSWORD).expect(401).json();
        assertThat(missing.at("/details/causes").findValuesAsText("field")).containsExactly("code", "passkey");
        TestPeople.assertRefused(login(browser, key.get(challenge(browser))));
        TestPeople.assertRefused(second(browser, ada, "the wrong password", key.get(challenge(browser))));
        second(browser, ada, PASSWORD, key.get(challenge(browser))).expect(200);
        new TestPeople(api).login(ada.name(), PASSWORD, code).expect(200);
        TestPeople.assertRefused(new TestPeople(api).login(ada.name(), PASSWORD, code));
    }

    @Test
    void nothingIsTakenTwice(TestApi api) throws Exception {
        Person ada = new TestPeople(api).somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        JsonNode options =
                browser.post("/auth/mfa/passkeys/options", "{}").expect(200).json();
        ObjectNode made = key.create(options);
        add(browser, made, "Laptop").expect(200);
        add(browser, made, "Laptop again").expect(400);

        JsonNode challenge = challenge(browser);
        ObjectNode proof = key.get(challenge);
        login(browser, proof).expect(200);
        TestPeople.assertRefused(login(browser, proof));
        TestPeople.assertRefused(login(browser, key.get(challenge)));
    }

    @Test
    void whatAnotherBrowserWasAskedIsNotTaken(TestApi api) throws Exception {
        Person ada = new TestPeople(api).somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        add(browser, key, "Laptop");
        ObjectNode proof = key.get(challenge(browser));

        TestBrowser thief = new TestBrowser(api, HOST);
        TestPeople.assertRefused(login(thief, proof));
        challenge(thief);
        TestPeople.assertRefused(login(thief, proof));
        thief.cookies().put(CHALLENGE, "not.a.note");
        TestPeople.assertRefused(login(thief, proof));
        // Nor does a token of something else pass for a challenge.
        thief.cookies().put(CHALLENGE, String.valueOf(browser.cookies().get("__Host-roadstead-access")));
        TestPeople.assertRefused(login(thief, proof));
        login(browser, proof).expect(200);
    }

    /** The server's address is what the client says, so a passkey counts where it was made, whatever is asked for. */
    @Test
    void aPageOfAnotherPortOrNameCannotUseIt(TestApi api) throws Exception {
        Person ada = new TestPeople(api).somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        add(browser, key, "Laptop");

        TestAuthenticator elsewhere = key.at("https://localhost:1");
        TestPeople.assertRefused(login(browser, elsewhere.get(challenge(browser))));
        assertThat(new TestBrowser(api, "127.0.0.1")
                        .post("/auth/passkey/challenge", "{}")
                        .expect(400)
                        .text())
                .contains("need a server with a name");
        login(browser, key.get(challenge(browser))).expect(200);
    }

    @Test
    void aCopyIsNoticedByItsCounter(TestApi api) throws Exception {
        Person ada = new TestPeople(api).somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        add(browser, key, "Laptop");
        key.counter = 10;
        login(browser, key.get(challenge(browser))).expect(200);
        key.counter = 10; // as the copy that has not seen the last
        TestPeople.assertRefused(login(browser, key.get(challenge(browser))));
        login(browser, key.get(challenge(browser))).expect(200);
    }

    @Test
    void passkeysAreTheirOwners(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person eve = people.somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestBrowser other = new TestBrowser(api, HOST).signedIn(eve.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        TestAuthenticator eves = new TestAuthenticator(other.origin());
        add(browser, key, "Laptop");
        add(other, eves, "Phone");
        String id = browser.get("/auth/mfa").at("/passkeys/0/id").asText();

        other.post("/auth/mfa/passkeys/remove", "{\"id\": \"" + id + "\"}").expect(404);
        TestPeople.assertRefused(second(other, ada, PASSWORD, eves.get(challenge(other))));
        ObjectNode claiming = eves.get(challenge(other));
        claiming.withObjectProperty("response")
                .put(
                        "userHandle",
                        key.get(challenge(browser)).at("/response/userHandle").asText());
        TestPeople.assertRefused(login(other, claiming));
        // A challenge of one Session makes no passkey in another.
        JsonNode options =
                browser.post("/auth/mfa/passkeys/options", "{}").expect(200).json();
        other.cookies().put(CHALLENGE, String.valueOf(browser.cookies().get(CHALLENGE)));
        add(other, new TestAuthenticator(other.origin()).create(options), "Stolen")
                .expect(400);
    }

    @Test
    void theLastOneGoesOnlyIfNoOrganizationWantsOne(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator first = new TestAuthenticator(browser.origin());
        TestAuthenticator second = new TestAuthenticator(browser.origin());
        add(browser, first, "Laptop");
        assertThat(add(browser, second, "Phone").path("recoveryCodes")).isEmpty();
        String other =
                login(new TestBrowser(api, HOST), first).at("/accessToken").asText();
        api.mergePatch(TestPeople.user(ada) + "/status", "{\"status\": {\"mfaRequired\": true}}")
                .expect(200);

        remove(browser, 0).expect(204);
        assertThat(people.counts(other)).isFalse();
        remove(browser, 0).expect(403);
        api.mergePatch(TestPeople.user(ada) + "/status", "{\"status\": {\"mfaRequired\": false}}")
                .expect(200);
        remove(browser, 0).expect(204);
        assertThat(api.get(TestPeople.user(ada)).at("/status/mfa").asBoolean()).isFalse();
        assertThat(browser.get("/auth/mfa").at("/recoveryCodes").asInt()).isZero();
        people.login(ada.name(), PASSWORD).expect(200);
        TestPeople.assertRefused(login(browser, first.get(challenge(browser))));
    }

    @Test
    void itProvesAgainWhoSomebodyIs(TestApi api) throws Exception {
        Person ada = new TestPeople(api).somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestAuthenticator key = new TestAuthenticator(browser.origin());
        add(browser, key, "Laptop");
        String session = browser.get("/apis/roadstead.dev/v1/namespaces/" + ada.home() + "/sessions")
                .expect(200)
                .text();
        assertThat(session).contains("authenticatedAt");
        ObjectNode body = TestApi.JSON.createObjectNode();
        body.set("passkey", key.get(challenge(browser)));
        browser.post("/auth/reauthenticate", body.toString()).expect(204);
        TestPeople.assertRefused(browser.post("/auth/reauthenticate", body.toString()));
    }

    /** A sign-in without the second factor, as one by an identity provider, sets up no other. */
    @Test
    void whoHasAFactorNeedsItToSetUpAnother(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        TestBrowser old = new TestBrowser(api, HOST).signedIn(ada.name());
        add(browser, new TestAuthenticator(browser.origin()), "Laptop");
        ObjectNode refused =
                old.post("/auth/mfa/passkeys/options", "{}").expect(403).json();
        assertThat(refused.at("/details/causes/0/reason").asText()).isEqualTo("ProofRequired");
        old.post("/auth/mfa/totp", "{}").expect(403);
        assertThat(people.whoami(ada.access()).toString()).doesNotContain("roadstead:mfa");
    }

    @Test
    void namesArePlain(TestApi api) throws Exception {
        Person ada = new TestPeople(api).somebody();
        TestBrowser browser = new TestBrowser(api, HOST).signedIn(ada.name());
        JsonNode options =
                browser.post("/auth/mfa/passkeys/options", "{}").expect(200).json();
        ObjectNode made = new TestAuthenticator(browser.origin()).create(options);
        add(browser, made, " ").expect(422);
        add(browser, made, "x".repeat(65)).expect(422);
        add(browser, made, "x".repeat(64)).expect(200);
    }

    private static JsonNode challenge(TestBrowser browser) {
        return browser.post("/auth/passkey/challenge", "{}").expect(200).json();
    }

    private static JsonNode add(TestBrowser browser, TestAuthenticator key, String name) {
        JsonNode options =
                browser.post("/auth/mfa/passkeys/options", "{}").expect(200).json();
        return add(browser, key.create(options), name).expect(200).json();
    }

    private static TestApi.Answer add(TestBrowser browser, ObjectNode made, String name) {
        ObjectNode body = TestApi.JSON.createObjectNode().put("name", name);
        body.set("passkey", made);
        return browser.post("/auth/mfa/passkeys", body.toString());
    }

    private static TestApi.Answer remove(TestBrowser browser, int index) {
        String id = browser.get("/auth/mfa").at("/passkeys/" + index + "/id").asText();
        return browser.post("/auth/mfa/passkeys/remove", "{\"id\": \"" + id + "\"}");
    }

    private static TestApi.Answer login(TestBrowser browser, TestAuthenticator key) throws GeneralSecurityException {
        return login(browser, key.get(challenge(browser))).expect(200);
    }

    private static TestApi.Answer login(TestBrowser browser, ObjectNode proof) {
        ObjectNode body = TestApi.JSON.createObjectNode();
        body.set("passkey", proof);
        return browser.post("/auth/passkey/login", body.toString());
    }

    private static TestApi.Answer second(TestBrowser browser, Person person, String password, ObjectNode proof) {
        ObjectNode body =
                TestApi.JSON.createObjectNode().put("user", person.name()).put("password", password);
        body.set("passkey", proof);
        return browser.post("/auth/login", body.toString());
    }
}
