package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-in by an identity provider and of a terminal, by the requests that a browser sends. */
@ExtendWith(RunningServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserSignInTest {
    private static final String PROVIDERS = "/apis/roadstead.dev/v1/identityproviders";

    private final MockOAuth2Server provider =
            new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"httpServer\": \"NettyWrapper\"}"));

    @BeforeAll
    void start() {
        provider.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    @AfterAll
    void stop() {
        provider.shutdown();
    }

    /** What a browser keeps of one site. */
    private static final class Browser {
        private final TestApi api;
        private final Map<String, String> cookies = new LinkedHashMap<>();

        Browser(TestApi api) {
            this.api = api;
        }

        TestApi.Answer get(String path) {
            return kept(api.send(with(api.anonymous(path)).GET()));
        }

        TestApi.Answer post(String path, String body) {
            return kept(api.send(with(api.anonymous(path))
                    .header("Content-Type", "application/json")
                    .header("X-CSRF-Token", cookies.getOrDefault("__Host-roadstead-csrf", ""))
                    .POST(HttpRequest.BodyPublishers.ofString(body))));
        }

        private HttpRequest.Builder with(HttpRequest.Builder request) {
            String all = cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            return all.isEmpty() ? request : request.header("Cookie", all);
        }

        private TestApi.Answer kept(TestApi.Answer answer) {
            for (String set : answer.response().headers().allValues("Set-Cookie")) {
                String[] pair = set.split(";", 2)[0].split("=", 2);
                assertThat(set).contains("Secure", "Path=/");
                cookies.put(pair[0], pair[1]);
            }
            return answer;
        }
    }

    @Test
    void aProviderVouchesAndTheGroupsAreNoted(TestApi api) throws Exception {
        String idp = configure(api, "\"registers\": true");
        String name = TestPeople.newName();
        Browser browser = new Browser(api);

        TestApi.Answer back = signIn(browser, idp, name, name + "@example.com", List.of("dev"));

        assertThat(location(back)).isEqualTo("/auth/device?user_code=X");
        TestApi.Answer me = browser.post("/apis/authentication.k8s.io/v1/selfsubjectreviews", """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}""");
        assertThat(me.expect(201).at("/status/userInfo/username").asText()).isEqualTo(name);
        JsonNode user =
                api.get("/apis/roadstead.dev/v1/users/" + name).expect(200).json();
        assertThat(user.at("/status/groups/0/group").asText()).isEqualTo("dev");
        assertThat(user.at("/status/groups/0/provider").asText()).isEqualTo(idp);
        assertThat(browser.cookies.get("__Host-roadstead-attempt")).isEmpty();

        // Another address at the provider is the same person; the groups are those of now.
        signIn(new Browser(api), idp, name, "renamed-" + name + "@example.com", List.of("ops"));
        assertThat(api.get("/apis/roadstead.dev/v1/users/" + name)
                        .at("/status/groups")
                        .toString())
                .isEqualTo("[{\"provider\":\"" + idp + "\",\"group\":\"ops\"}]");
    }

    @Test
    void whoIsNotKnownIsToldSo(TestApi api) throws Exception {
        String idp = configure(api, "\"registers\": false");
        TestApi.Answer back = signIn(new Browser(api), idp, "mallory", "mallory@example.com", List.of());
        assertThat(URLDecoder.decode(location(back), StandardCharsets.UTF_8))
                .startsWith("/auth/sign-in#problem=")
                .contains("nobody here has the e-mail address mallory@example.com");
    }

    /** An invitation proves no address: whoever made it may have registered in somebody else's name. */
    @Test
    void aUserWithAPasswordIsNotTakenForThePersonOfItsAddress(TestApi api) throws Exception {
        String idp = configure(api, "\"registers\": true");
        TestPeople.Person ada = new TestPeople(api).somebody();
        TestApi.Answer back = signIn(new Browser(api), idp, ada.name(), ada.name() + "@example.com", List.of());
        assertThat(URLDecoder.decode(location(back), StandardCharsets.UTF_8)).contains("signs in by a password");

        api.delete("/api/v1/namespaces/roadstead-system/secrets/user." + ada.name())
                .expect(200);
        assertThat(location(signIn(new Browser(api), idp, ada.name(), ada.name() + "@example.com", List.of())))
                .startsWith("/auth/device");
    }

    /** Whoever has the address later, at the same provider, is another person. */
    @Test
    void anotherAccountWithTheSameAddressDoesNotGetIn(TestApi api) throws Exception {
        String idp = configure(api, "\"registers\": true");
        String name = TestPeople.newName();
        signIn(new Browser(api), idp, name, name + "@example.com", List.of());
        TestApi.Answer back = signIn(new Browser(api), idp, "other-" + name, name + "@example.com", List.of());
        assertThat(URLDecoder.decode(location(back), StandardCharsets.UTF_8)).contains("is linked to another account");
    }

    @Test
    void nobodyIsSentToAnotherSite(TestApi api) throws Exception {
        String idp = configure(api, "\"registers\": true");
        for (String wish : List.of("https://evil.example/", "//evil.example", "/\\evil.example", "/\nX: y", "")) {
            Browser browser = new Browser(api);
            TestApi.Answer begun = browser.get("/auth/oidc/" + idp + "/login?return=" + encoded(wish))
                    .expect(303);
            issue(TestPeople.newName(), TestPeople.newName() + "@example.com", List.of());
            assertThat(location(browser.get(callback(idp, browse(location(begun))))))
                    .isEqualTo("/auth/signed-in");
        }
    }

    @Test
    void aTerminalIsSignedInByWhoeverConfirmsItsCodeAndOnce(TestApi api) {
        TestPeople people = new TestPeople(api);
        TestPeople.Person ada = people.somebody();
        Browser browser = new Browser(api);
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
        for (String page :
                List.of("sign-in", "signed-in", "register", "device", "pages/page.css", "pages/sign-in.js")) {
            TestApi.Answer answer = new Browser(api).get("/auth/" + page).expect(200);
            assertThat(answer.response().headers().firstValue("Content-Type").orElseThrow())
                    .as(page)
                    .startsWith("text/");
        }
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

    private TestApi.Answer signIn(Browser browser, String idp, String subject, String email, List<String> groups)
            throws Exception {
        TestApi.Answer begun = browser.get("/auth/oidc/" + idp + "/login?return=" + encoded("/auth/device?user_code=X"))
                .expect(303);
        issue(subject, email, groups);
        return browser.get(callback(idp, browse(location(begun)))).expect(303);
    }

    private void issue(String subject, String email, List<String> groups) {
        provider.enqueueCallback(new DefaultOAuth2TokenCallback(
                "default",
                subject,
                "JWT",
                List.of("roadstead"),
                Map.of("email", email, "email_verified", true, "preferred_username", subject, "groups", groups),
                3600));
    }

    private String configure(TestApi api, String spec) {
        String name = "idp-" + TestPeople.newName();
        api.post("/api/v1/namespaces/roadstead-system/secrets", """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s"},
                 "stringData": {"clientSecret": "s3cret"}}""".formatted(name))
                .expect(201);
        api.post(PROVIDERS, """
                {"apiVersion": "roadstead.dev/v1", "kind": "IdentityProvider", "metadata": {"name": "%s"},
                 "spec": {"type": "OIDC", "issuer": "http://127.0.0.1:%d/default", "clientId": "roadstead",
                          "clientSecret": "%s", %s}}""".formatted(name, provider.baseUrl().port(), name, spec))
                .expect(201);
        return name;
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

    /** The query with which the provider sends the browser back. */
    private static @Nullable String browse(String location) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(URI.create(location)).build(), HttpResponse.BodyHandlers.ofString());
            return URI.create(answer.headers().firstValue("Location").orElseThrow())
                    .getRawQuery();
        }
    }

    private static String callback(String idp, @Nullable String query) {
        return "/auth/oidc/" + idp + "/callback?" + Objects.requireNonNull(query);
    }

    private static String location(TestApi.Answer answer) {
        return answer.response().headers().firstValue("Location").orElseThrow();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
