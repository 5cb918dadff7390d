package dev.roadstead.apiserver.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.address.Cidr;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.EgressPolicy;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Against a real OpenID Connect provider, by the requests that a browser would send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderSignInTest {
    private static final URI CALLBACK = URI.create("https://localhost:7443/auth/oidc/corp/callback");

    private final MockOAuth2Server server =
            new MockOAuth2Server(OAuth2Config.Companion.fromJson("{\"httpServer\": \"NettyWrapper\"}"));
    private final Vertx vertx = Vertx.vertx();
    private final EgressClient egress = new EgressClient(vertx, new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    private final ProviderSignIn signIn = new ProviderSignIn(egress, InstantSource.system(), new SecureRandom());

    @BeforeAll
    void start() throws Exception {
        server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    @AfterAll
    void stop() throws Exception {
        server.shutdown();
        egress.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void vouchesForAPersonWithAProvedAddress() throws Exception {
        issue(
                "roadstead",
                Map.of(
                        "email",
                        "alice@example.com",
                        "email_verified",
                        true,
                        "preferred_username",
                        "alice",
                        "groups",
                        List.of("dev", "ops", "dev")));
        ProviderSignIn.Begun begun = signIn.begin(provider(), CALLBACK, "/auth/device");
        assertThat(query(begun.location()))
                .containsEntry("code_challenge_method", "S256")
                .containsKey("nonce");

        ProviderSignIn.Finished finished = finish(begun);

        assertThat(finished.returnTo()).isEqualTo("/auth/device");
        assertThat(finished.identity())
                .isEqualTo(new Identity(
                        "corp", "subject-1", "alice@example.com", "", "alice", List.of("dev", "ops"), false));
    }

    @Test
    void refusesAnAddressThatIsNotProvedOrNotAdmitted() throws Exception {
        issue("roadstead", Map.of("email", "alice@example.com"));
        ProviderSignIn.Begun unproved = signIn.begin(provider(), CALLBACK, "/");
        assertThatThrownBy(() -> finish(unproved)).hasMessageContaining("no proved e-mail address");
        issue("roadstead", Map.of("email", "eve@example.com.evil.org", "email_verified", true));
        ProviderSignIn.Begun foreign = signIn.begin(provider(), CALLBACK, "/");
        assertThatThrownBy(() -> finish(foreign)).hasMessageContaining("domain may not sign in");
    }

    @Test
    void refusesATokenThatIsOver() throws Exception {
        server.enqueueCallback(new DefaultOAuth2TokenCallback(
                "default", "subject-1", "JWT", List.of("roadstead"), Map.of("email_verified", true), -300));
        ProviderSignIn.Begun begun = signIn.begin(provider(), CALLBACK, "/");
        assertThatThrownBy(() -> finish(begun)).hasMessageContaining("xpired");
    }

    @Test
    void refusesABrowserThatDidNotBegin() throws Exception {
        ProviderSignIn.Begun mine = signIn.begin(provider(), CALLBACK, "/");
        ProviderSignIn.Begun other = signIn.begin(provider(), CALLBACK, "/");
        Map<String, String> back = browse(other.location());
        for (String cookie : Arrays.asList(null, "", "garbage", mine.cookie())) {
            assertThatThrownBy(() -> signIn.finish(
                            provider(),
                            CALLBACK,
                            cookie,
                            Objects.requireNonNull(back.get("state")),
                            Objects.requireNonNull(back.get("code")),
                            "secret"))
                    .isInstanceOf(SignInException.class)
                    .hasMessageContaining("was not begun in this browser");
        }
    }

    /** A code that was caught on its way is worth nothing in an attempt with another verifier and nonce. */
    @Test
    void refusesACodeOfAnotherAttempt() throws Exception {
        issue("roadstead", Map.of("email", "alice@example.com", "email_verified", true));
        ProviderSignIn.Begun mine = signIn.begin(provider(), CALLBACK, "/");
        Map<String, String> stolen =
                browse(signIn.begin(provider(), CALLBACK, "/").location());
        assertThatThrownBy(() -> signIn.finish(
                        provider(),
                        CALLBACK,
                        mine.cookie(),
                        Objects.requireNonNull(query(mine.location()).get("state")),
                        Objects.requireNonNull(stolen.get("code")),
                        "secret"))
                .isInstanceOf(SignInException.class);
    }

    @Test
    void saysThatTheIssuerCallsItselfOtherwise() {
        ObjectNode object = object();
        object.withObjectProperty("spec").put("issuer", issuer() + "/other/..");
        assertThatThrownBy(() -> signIn.begin(Provider.of(object), CALLBACK, "/"))
                .isInstanceOf(SignInException.class);
    }

    private ProviderSignIn.Finished finish(ProviderSignIn.Begun begun) throws Exception {
        Map<String, String> back = browse(begun.location());
        return signIn.finish(
                provider(),
                CALLBACK,
                begun.cookie(),
                Objects.requireNonNull(back.get("state")),
                Objects.requireNonNull(back.get("code")),
                "secret");
    }

    private void issue(String audience, Map<String, Object> claims) {
        server.enqueueCallback(
                new DefaultOAuth2TokenCallback("default", "subject-1", "JWT", List.of(audience), claims, 3600));
    }

    /** What the provider sends the browser back with. */
    private static Map<String, String> browse(URI location) throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    browser.send(HttpRequest.newBuilder(location).build(), HttpResponse.BodyHandlers.ofString());
            return query(URI.create(answer.headers().firstValue("Location").orElseThrow()));
        }
    }

    private static Map<String, String> query(URI url) {
        return Arrays.stream(url.getRawQuery().split("&"))
                .map(it -> it.split("=", 2))
                .collect(Collectors.toMap(it -> it[0], it -> URLDecoder.decode(it[1], StandardCharsets.UTF_8)));
    }

    private Provider provider() {
        return Provider.of(object());
    }

    private ObjectNode object() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", "corp");
        ObjectNode spec = object.putObject("spec").put("type", "OIDC");
        spec.put("issuer", issuer()).put("clientId", "roadstead");
        spec.put("clientSecret", "corp-client").putArray("scopes").add("openid").add("email");
        spec.putArray("allowedDomains").add("Example.com");
        return object;
    }

    /** By its address: only that may be called without TLS. */
    private String issuer() {
        return "http://127.0.0.1:" + server.baseUrl().port() + "/default";
    }
}
