package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-in by an identity provider and of a terminal, by the requests that a browser sends. */
@ExtendWith(RunningServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserSignInTest {
    private final TestProvider provider = new TestProvider();

    @AfterAll
    void stop() {
        provider.close();
    }

    @Test
    void aProviderVouchesAndTheGroupsAreNoted(TestApi api) throws Exception {
        String idp = provider.configure(api, "\"registers\": true");
        String name = TestPeople.newName();
        TestBrowser browser = new TestBrowser(api);

        TestApi.Answer back = signIn(browser, idp, name, name + "@example.com", List.of("dev"));

        assertThat(location(back)).isEqualTo("/auth/device?user_code=X");
        TestApi.Answer me = browser.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}""");
        assertThat(me.expect(201).at("/status/userInfo/username").asText()).isEqualTo(name);
        JsonNode user =
                api.get("/apis/roadstead.dev/v1/users/" + name).expect(200).json();
        assertThat(user.at("/status/groups/0/group").asText()).isEqualTo("dev");
        assertThat(user.at("/status/groups/0/provider").asText()).isEqualTo(idp);
        assertThat(browser.cookies().get("__Host-roadstead-attempt")).isEmpty();

        // Another address at the provider is the same person; the groups are those of now.
        signIn(new TestBrowser(api), idp, name, "renamed-" + name + "@example.com", List.of("ops"));
        assertThat(api.get("/apis/roadstead.dev/v1/users/" + name)
                        .at("/status/groups")
                        .toString())
                .isEqualTo("[{\"provider\":\"" + idp + "\",\"group\":\"ops\"}]");
    }

    @Test
    void whoIsNotKnownIsToldSo(TestApi api) throws Exception {
        String idp = provider.configure(api, "\"registers\": false");
        TestApi.Answer back = signIn(new TestBrowser(api), idp, "mallory", "mallory@example.com", List.of());
        assertThat(URLDecoder.decode(location(back), StandardCharsets.UTF_8))
                .startsWith("/auth/sign-in#problem=")
                .contains("nobody here has the e-mail address mallory@example.com");
    }

    /** An invitation proves no address: whoever made it may have registered in somebody else's name. */
    @Test
    void aUserWithAPasswordIsNotTakenForThePersonOfItsAddress(TestApi api) throws Exception {
        String idp = provider.configure(api, "\"registers\": true");
        TestPeople.Person ada = new TestPeople(api).somebody();
        TestApi.Answer back = signIn(new TestBrowser(api), idp, ada.name(), ada.name() + "@example.com", List.of());
        assertThat(URLDecoder.decode(location(back), StandardCharsets.UTF_8)).contains("signs in by a password");

        api.delete("/api/v1/namespaces/roadstead-system/secrets/user." + ada.name())
                .expect(200);
        assertThat(location(signIn(new TestBrowser(api), idp, ada.name(), ada.name() + "@example.com", List.of())))
                .startsWith("/auth/device");
    }

    /** Whoever has the address later, at the same provider, is another person. */
    @Test
    void anotherAccountWithTheSameAddressDoesNotGetIn(TestApi api) throws Exception {
        String idp = provider.configure(api, "\"registers\": true");
        String name = TestPeople.newName();
        signIn(new TestBrowser(api), idp, name, name + "@example.com", List.of());
        TestApi.Answer back = signIn(new TestBrowser(api), idp, "other-" + name, name + "@example.com", List.of());
        assertThat(URLDecoder.decode(location(back), StandardCharsets.UTF_8)).contains("is linked to another account");
    }

    @Test
    void nobodyIsSentToAnotherSite(TestApi api) throws Exception {
        String idp = provider.configure(api, "\"registers\": true");
        for (String wish : List.of("https://evil.example/", "//evil.example", "/\\evil.example", "/\nX: y", "")) {
            TestBrowser browser = new TestBrowser(api);
            TestApi.Answer begun = browser.get("/auth/oidc/" + idp + "/login?return=" + encoded(wish))
                    .expect(303);
            provider.vouch(TestPeople.newName(), TestPeople.newName() + "@example.com", List.of());
            assertThat(location(browser.get(TestProvider.callback(location(begun)))))
                    .isEqualTo("/auth/signed-in");
        }
    }

    @Test
    void aTerminalIsSignedInByWhoeverConfirmsItsCodeAndOnce(TestApi api) {
        TestPeople people = new TestPeople(api);
        TestPeople.Person ada = people.somebody();
        TestBrowser browser = new TestBrowser(api);
        browser.post("/auth/login", """
                {"user": "%s", "password": "%s", "cookies": true}""".formatted(ada.name(), TestPeople.PASSWORD))
                .expect(200);
        JsonNode device = people.post(null, "/auth/device", "client_id=roadstead")
                .expect(200)
                .json();
        String code = device.path("device_code").asText();
        assertThat(error(poll(api, code))).isEqualTo("authorization_pending");
        assertThat(browser.get("/auth/device?user_code=X")
                        .expect(200)
                        .response()
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");

        String decision = "{\"userCode\": \"%s\", \"allow\": true}"
                .formatted(device.path("user_code").asText().toLowerCase(java.util.Locale.ROOT));
        people.post(null, "/auth/device/approve", decision).expect(403);
        browser.post("/auth/device/approve", decision).expect(204);

        JsonNode tokens = poll(api, code).expect(200).json();
        assertThat(people.whoami(tokens.path("access_token").asText())
                        .path("username")
                        .asText())
                .isEqualTo(ada.name());
        assertThat(error(poll(api, code))).isEqualTo("expired_token");
    }

    @Test
    void everyPageIsServedToStrangers(TestApi api) {
        for (String page : List.of(
                "sign-in", "signed-in", "register", "device", "account", "pages/page.css", "pages/sign-in.js")) {
            TestApi.Answer answer = new TestBrowser(api).get("/auth/" + page).expect(200);
            assertThat(answer.response().headers().firstValue("Content-Type").orElseThrow())
                    .as(page)
                    .startsWith("text/");
        }
    }

    /** Kubernetes' own clients must not be led anywhere. */
    @Test
    void aBrowserIsLedInAndAProgramIsNot(TestApi api) {
        for (String door : List.of("/", "/auth", "/auth/")) {
            TestApi.Answer led = api.send(api.anonymous(door)
                    .header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
                    .GET());
            assertThat(led.status()).as(door).isEqualTo(303);
            assertThat(location(led)).isEqualTo("/auth/account");
        }
        api.send(api.anonymous("/").header("Accept", "application/json, */*").GET())
                .expect(403);
        api.send(api.anonymous("/apis").header("Accept", "text/html").GET()).expect(403);
        api.send(api.request("/").header("Accept", "text/html").GET()).expect(404);
    }

    @Test
    void whatIsNotThereIsSaidInWords(TestApi api) {
        assertThat(URLDecoder.decode(
                        location(new TestBrowser(api).get("/auth/oidc/nobody/login")), StandardCharsets.UTF_8))
                .isEqualTo("/auth/sign-in#problem=there is no identity provider \"nobody\" here");
        TestPeople people = new TestPeople(api);
        assertThat(people.post(
                                people.somebody().access(),
                                "/auth/device/approve",
                                "{\"userCode\": \"bbbb-cccc\", \"allow\": true}")
                        .expect(404)
                        .at("/message")
                        .asText())
                .startsWith("no terminal waits with the code \"BBBBCCCC\"")
                .contains("10 minutes", "roadstead login");
    }

    @Test
    void aTerminalThatIsRefusedGetsNothing(TestApi api) {
        TestPeople people = new TestPeople(api);
        TestPeople.Person ada = people.somebody();
        JsonNode device = people.post(null, "/auth/device", "").expect(200).json();
        people.post(ada.access(), "/auth/device/approve", """
                {"userCode": "%s", "allow": false}""".formatted(
                                device.path("user_code").asText()))
                .expect(204);
        assertThat(error(poll(api, device.path("device_code").asText()))).isEqualTo("access_denied");
        assertThat(error(poll(api, "rsd_unknown"))).isEqualTo("expired_token");
        people.post(ada.access(), "/auth/device/approve", "{\"userCode\": \"BBBB-BBBB\", \"allow\": true}")
                .expect(404);
    }

    @Test
    void aPersonLearnsWhereTheirRolesAre(TestApi api) {
        TestPeople people = new TestPeople(api);
        TestPeople.Person ada = people.somebody();
        assertThat(people.get(ada.access(), "/auth/namespaces")
                        .expect(200)
                        .at("/namespaces")
                        .valueStream())
                .extracting(JsonNode::asText)
                .contains(ada.home())
                .doesNotContain("default", "roadstead-system");
    }

    private TestApi.Answer signIn(TestBrowser browser, String idp, String subject, String email, List<String> groups)
            throws Exception {
        TestApi.Answer begun = browser.get("/auth/oidc/" + idp + "/login?return=" + encoded("/auth/device?user_code=X"))
                .expect(303);
        provider.vouch(subject, email, groups);
        return browser.get(TestProvider.callback(location(begun))).expect(303);
    }

    private static TestApi.Answer poll(TestApi api, String deviceCode) {
        return api.send(api.anonymous("/auth/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code="
                                + encoded(deviceCode))));
    }

    private static String error(TestApi.Answer answer) {
        return answer.expect(400).at("/error").asText();
    }

    private static String location(TestApi.Answer answer) {
        return answer.response().headers().firstValue("Location").orElseThrow();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
