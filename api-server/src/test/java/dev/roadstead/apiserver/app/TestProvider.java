package dev.roadstead.apiserver.app;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;

/** A real OpenID Connect provider that vouches for whomever a test names. */
final class TestProvider implements AutoCloseable {
    private static final String PROVIDERS = "/apis/roadstead.dev/v1/identityproviders";

    private final MockOAuth2Server server =
            new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"httpServer\": \"NettyWrapper\"}"));

    TestProvider() {
        server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    /** Makes an IdentityProvider; its name. */
    String configure(TestApi api, String spec) {
        String name = "idp-" + TestPeople.newName();
        api.post("/api/v1/namespaces/roadstead-system/secrets", """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "%s"},
                 "stringData": {"clientSecret": "s3cret"}}""".formatted(name))
                .expect(201);
        api.post(PROVIDERS, """
                {"apiVersion": "roadstead.dev/v1", "kind": "IdentityProvider", "metadata": {"name": "%s"},
                 "spec": {"type": "OIDC", "issuer": "http://127.0.0.1:%d/default", "clientId": "roadstead",
                          "clientSecret": "%s", %s}}""".formatted(name, server.baseUrl().port(), name, spec))
                .expect(201);
        return name;
    }

    /** Whom it vouches for next. */
    void vouch(String subject, String email, List<String> groups) {
        vouch(subject, email, groups, List.of());
    }

    /** As {@link #vouch(String, String, List)}, saying how the person was known. */
    void vouch(String subject, String email, List<String> groups, List<String> amr) {
        server.enqueueCallback(new DefaultOAuth2TokenCallback(
                "default",
                subject,
                "JWT",
                List.of("roadstead"),
                Map.of(
                        "email",
                        email,
                        "email_verified",
                        true,
                        "preferred_username",
                        subject,
                        "groups",
                        groups,
                        "amr",
                        amr),
                3600));
    }

    /** The path and query with which it sends the browser back that went to a location. */
    static String callback(String location) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(URI.create(location)).build(), HttpResponse.BodyHandlers.ofString());
            URI back = URI.create(answer.headers().firstValue("Location").orElseThrow());
            return back.getRawPath() + "?" + Objects.requireNonNull(back.getRawQuery());
        }
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
