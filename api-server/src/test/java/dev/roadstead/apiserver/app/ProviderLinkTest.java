package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts at identity providers that people link to their own Users, and how others might try to. */
@ExtendWith(RunningServer.class)
class ProviderLinkTest {
    private static final String ATTEMPT = "__Host-roadstead-attempt";

    private final TestProvider provider = new TestProvider();

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void whoLinksAnAccountSignsInByItUntilTheLinkEnds(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String key = people.key(ada, "mine", "{}");
        String idp = provider.configure(api, "\"registers\": false");
        TestBrowser browser = new TestBrowser(api).signedIn(ada.name());
        assertThat(linked(browser, idp)).isFalse();

        // Its address at the provider need not be the User's.
        assertThat(location(browser.get(begin(browser, idp, "ada-at-work")))).isEqualTo("/auth/account");
        assertThat(linked(browser, idp)).isTrue();
        assertThat(people.counts(ada.access())).isTrue();
        assertThat(people.counts(key)).isTrue();

        TestBrowser another = new TestBrowser(api);
        assertThat(location(signIn(another, idp, "ada-at-work"))).isEqualTo("/auth/signed-in");
        assertThat(another.get("/auth/mfa").at("/user").asText()).isEqualTo(ada.name());
        people.login(ada.name(), PASSWORD).expect(200);

        browser.post("/auth/oidc/" + idp + "/unlink", "{}").expect(204);
        another.get("/auth/mfa").expect(401);
        assertThat(problem(signIn(new TestBrowser(api), idp, "ada-at-work"))).contains("nobody here has");
        browser.post("/auth/oidc/" + idp + "/unlink", "{}").expect(404);
    }

    /** Else the attacker's account at the provider would open the victim's User. */
    @Test
    void theAnswerToAnAttackersLinkIsNotTakenFromTheVictimsBrowser(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person victim = people.somebody();
        Person attacker = people.somebody();
        String idp = provider.configure(api, "\"registers\": false");
        TestBrowser victims = new TestBrowser(api).signedIn(victim.name());
        TestBrowser attackers = new TestBrowser(api).signedIn(attacker.name());
        String answer = begin(attackers, idp, "mallory");

        assertThat(problem(victims.get(answer))).contains("was not begun in this browser");
        assertThat(linked(victims, idp)).isFalse();

        // Nor while the victim has a sign-in or a link of their own under way.
        String own = begin(victims, idp, "victim");
        assertThat(problem(victims.get(answer))).contains("was not begun in this browser");
        assertThat(linked(victims, idp)).isFalse();
        assertThat(own).isNotEqualTo(answer);
    }

    /** A page of another site could have the browser send this; it has neither the header nor the cookie for it. */
    @Test
    void nobodyIsMadeToLink(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String idp = provider.configure(api, "\"registers\": false");
        TestBrowser browser = new TestBrowser(api).signedIn(ada.name());
        browser.cookies().remove("__Host-roadstead-csrf");
        browser.post("/auth/oidc/" + idp + "/link", "{}").expect(403);
        people.post(null, "/auth/oidc/" + idp + "/link", "{}").expect(403);
        browser.get("/auth/oidc/" + idp + "/link").expect(405);
    }

    @Test
    void aNoteCountsForItsSessionStateAndProvider(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String idp = provider.configure(api, "\"registers\": false");
        TestBrowser browser = new TestBrowser(api).signedIn(ada.name());

        // Another state: what was noted for one attempt is put into a later one.
        begin(browser, idp, "x");
        String note = attempt(browser).path("link").asText();
        String answer = begin(browser, idp, "mallory");
        ObjectNode forged = attempt(browser).put("link", note);
        put(browser, forged);
        assertThat(problem(browser.get(answer))).contains("is not signed in any more");

        // A forged note.
        answer = begin(browser, idp, "mallory");
        put(browser, attempt(browser).put("link", "a.b.c"));
        assertThat(problem(browser.get(answer))).contains("is not signed in any more");

        // A Session that has ended since.
        answer = begin(browser, idp, "ada");
        api.delete(TestPeople.session(ada)).expect(200);
        browser.post("/auth/logout", "{\"all\": true}").expect(204);
        assertThat(problem(browser.get(answer))).contains("is not signed in any more");
        assertThat(api.get(TestPeople.user(ada)).at("/metadata/labels").toString())
                .doesNotContain("identity");
    }

    @Test
    void anAccountIsOneUsersAndAUserHasOneOfAProvider(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person bob = people.somebody();
        String idp = provider.configure(api, "\"registers\": false");
        TestBrowser adas = new TestBrowser(api).signedIn(ada.name());
        TestBrowser bobs = new TestBrowser(api).signedIn(bob.name());
        adas.get(begin(adas, idp, "shared")).expect(303);

        assertThat(problem(bobs.get(begin(bobs, idp, "shared")))).contains("is another User's");
        assertThat(problem(adas.get(begin(adas, idp, "second")))).contains("linked to another account");
        assertThat(linked(bobs, idp)).isFalse();
    }

    @Test
    void whoHasNoPasswordKeepsTheLink(TestApi api) throws Exception {
        String idp = provider.configure(api, "\"registers\": true");
        TestBrowser browser = new TestBrowser(api);
        signIn(browser, idp, TestPeople.newName());
        browser.post("/auth/oidc/" + idp + "/unlink", "{}").expect(409);
        assertThat(browser.post("/auth/mfa/passkeys/options", "{}").status()).isIn(400, 409);
    }

    private TestApi.Answer signIn(TestBrowser browser, String idp, String subject) throws Exception {
        TestApi.Answer begun = browser.get("/auth/oidc/" + idp + "/login").expect(303);
        provider.vouch(subject, subject + "@work.example", List.of());
        return browser.get(TestProvider.callback(location(begun))).expect(303);
    }

    /** Begins a link and goes to the provider; the path and query with which that sends the browser back. */
    private String begin(TestBrowser browser, String idp, String subject) throws Exception {
        TestApi.Answer begun = browser.post("/auth/oidc/" + idp + "/link", "{}").expect(200);
        provider.vouch(subject, subject + "@work.example", List.of());
        return TestProvider.callback(begun.at("/location").asText());
    }

    private static boolean linked(TestBrowser browser, String idp) {
        return browser.get("/auth/mfa")
                .expect(200)
                .at("/providers")
                .valueStream()
                .anyMatch(it -> it.path("name").asText().equals(idp)
                        && it.path("linked").asBoolean());
    }

    private static ObjectNode attempt(TestBrowser browser) {
        String cookie = String.valueOf(browser.cookies().get(ATTEMPT));
        return TestApi.parse(new String(Base64.getUrlDecoder().decode(cookie), StandardCharsets.UTF_8));
    }

    private static void put(TestBrowser browser, ObjectNode attempt) {
        browser.cookies()
                .put(
                        ATTEMPT,
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(attempt.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String problem(TestApi.Answer answer) {
        return URLDecoder.decode(location(answer.expect(303)), StandardCharsets.UTF_8);
    }

    private static String location(TestApi.Answer answer) {
        return answer.response().headers().firstValue("Location").orElseThrow();
    }
}
