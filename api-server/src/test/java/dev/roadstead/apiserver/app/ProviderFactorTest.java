package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.totp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import dev.roadstead.apiserver.authn.SigningKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-ins by a provider of somebody who has a second factor here. */
@ExtendWith(RunningServer.class)
class ProviderFactorTest {
    private static final String PENDING = "__Host-roadstead-pending";

    private final TestProvider provider = new TestProvider();
    private TestApi api;
    private Person ada;
    private String secret;

    @BeforeEach
    void setUpAFactor(TestApi running) {
        api = running;
        TestPeople people = new TestPeople(api);
        ada = people.somebody();
        secret = people.post(ada.access(), "/auth/mfa/totp", "{}")
                .expect(200)
                .at("/secret")
                .asText();
        String code = totp(secret, Instant.now().minusSeconds(30));
        people.post(ada.access(), "/auth/mfa/totp/confirm", "{\"code\": \"" + code + "\"}")
                .expect(200);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aFactorHereIsAskedForAfterTheProvider() throws Exception {
        String idp = linked("\"registers\": false");
        TestBrowser browser = new TestBrowser(api);
        // What a provider says that is not trusted in it changes nothing.
        TestApi.Answer answer = signIn(browser, idp, List.of("mfa"));

        assertThat(location(answer)).isEqualTo("/auth/second-factor#return=%2Fauth%2Fsigned-in");
        assertThat(browser.get("/auth/mfa").status()).isIn(401, 403);
        TestPeople.assertRefused(browser.post("/auth/second-factor", "{\"code\": \"000000\"}"));
        browser.post("/auth/second-factor", "{}").expect(400);
        String code = "{\"code\": \"" + totp(secret, Instant.now().plusSeconds(30)) + "\"}";
        TestPeople.assertRefused(new TestBrowser(api).post("/auth/second-factor", code));
        TestBrowser forged = new TestBrowser(api);
        forged.cookies().put(PENDING, "a.b.c");
        TestPeople.assertRefused(forged.post("/auth/second-factor", code));

        browser.post("/auth/second-factor", code).expect(200);
        assertThat(groups(browser)).contains("roadstead:mfa:" + ada.name());
        assertThat(browser.cookies().get(PENDING)).isEmpty();
        browser.get("/auth/second-factor").expect(200);
    }

    @Test
    void aProviderThatIsTrustedInItHasAskedForOne() throws Exception {
        String idp = linked("\"trustedAmr\": [\"mfa\", \"hwk\"]");
        TestBrowser trusted = new TestBrowser(api);
        assertThat(location(signIn(trusted, idp, List.of("pwd", "mfa")))).isEqualTo("/auth/signed-in");
        assertThat(groups(trusted)).contains("roadstead:mfa:" + ada.name());

        TestBrowser without = new TestBrowser(api);
        assertThat(location(signIn(without, idp, List.of("pwd")))).startsWith("/auth/second-factor");
        assertThat(without.get("/auth/mfa").status()).isIn(401, 403);
    }

    @Test
    void theProvidersWordCountsForFiveMinutes() throws Exception {
        TestBrowser browser = new TestBrowser(api);
        signIn(browser, linked("\"registers\": false"), List.of());
        String note = browser.cookies().getOrDefault(PENDING, "");
        ObjectNode claims =
                (ObjectNode) TestApi.JSON.readTree(Base64.getUrlDecoder().decode(note.split("\\.", -1)[1]));
        long now = Instant.now().getEpochSecond();
        assertThat(claims.path("exp").asLong()).isBetween(now + 240, now + 300);
        String code = "{\"code\": \"" + totp(secret, Instant.now().plusSeconds(30)) + "\"}";

        browser.cookies().put(PENDING, signed(claims.deepCopy().put("exp", now)));
        TestPeople.assertRefused(browser.post("/auth/second-factor", code));
        browser.cookies().put(PENDING, signed(claims));
        browser.post("/auth/second-factor", code).expect(200);
    }

    @Test
    void whoIsDisabledMeanwhileDoesNotGetIn() throws Exception {
        TestBrowser browser = new TestBrowser(api);
        signIn(browser, linked("\"registers\": false"), List.of());
        api.mergePatch(TestPeople.user(ada), "{\"spec\": {\"disabled\": true}}").expect(200);
        String code = "{\"code\": \"" + totp(secret, Instant.now().plusSeconds(30)) + "\"}";

        TestPeople.assertRefused(browser.post("/auth/second-factor", code));

        api.mergePatch(TestPeople.user(ada), "{\"spec\": {\"disabled\": false}}")
                .expect(200);
        browser.post("/auth/second-factor", code).expect(200);
    }

    @Test
    void whoHasNoFactorAnyMoreComesInAsWithoutOne() throws Exception {
        TestBrowser browser = new TestBrowser(api);
        signIn(browser, linked("\"registers\": false"), List.of());
        new TestPeople(api)
                .post(ada.access(), "/auth/mfa/totp/remove", """
                        {"password": "%s", "code": "%s"}""".formatted(
                                TestPeople.PASSWORD, totp(secret, Instant.now().plusSeconds(30))))
                .expect(204);

        browser.post("/auth/second-factor", "{\"code\": \"000000\"}").expect(200);
        assertThat(groups(browser)).doesNotContain("roadstead:mfa:");
    }

    /** As the server does it. */
    private String signed(ObjectNode claims) throws Exception {
        String keys = api.get("/api/v1/namespaces/roadstead-system/secrets/session-keys")
                .expect(200)
                .at("/data/keys")
                .asText();
        JsonNode key = TestApi.JSON.readTree(Base64.getDecoder().decode(keys)).path(0);
        byte[] bytes = Base64.getDecoder().decode(key.path("key").asText());
        return SigningKey.named(key.path("kid").asText(), bytes).sign(claims);
    }

    private String linked(String spec) throws Exception {
        String idp = provider.configure(api, spec);
        TestBrowser browser = new TestBrowser(api);
        browser.post("/auth/login", """
                {"user": "%s", "password": "%s", "code": "%s", "cookies": true}""".formatted(ada.name(), TestPeople.PASSWORD, totp(secret, Instant.now())))
                .expect(200);
        TestApi.Answer begun = browser.post("/auth/oidc/" + idp + "/link", "{}").expect(200);
        provider.vouch("ada-there", "ada-there@work.example", List.of());
        browser.get(TestProvider.callback(begun.at("/location").asText())).expect(303);
        return idp;
    }

    private TestApi.Answer signIn(TestBrowser browser, String idp, List<String> amr) throws Exception {
        TestApi.Answer begun = browser.get("/auth/oidc/" + idp + "/login").expect(303);
        provider.vouch("ada-there", "ada-there@work.example", List.of(), amr);
        return browser.get(TestProvider.callback(location(begun))).expect(303);
    }

    private static String groups(TestBrowser browser) {
        return browser.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", """
                        {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}""")
                .expect(201)
                .at("/status/userInfo/groups")
                .toString();
    }

    private static String location(TestApi.Answer answer) {
        return answer.response().headers().firstValue("Location").orElseThrow();
    }
}
