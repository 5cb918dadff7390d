package dev.roadstead.apiserver.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.roadstead.address.Cidr;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.EgressPolicy;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against answers as GitHub documents them: no server of GitHub can be had for tests. */
class GitHubTest {
    private static final URI CALLBACK = URI.create("https://localhost:7443/auth/oidc/hub/callback");

    private final Vertx vertx = Vertx.vertx();
    private final EgressClient egress = new EgressClient(vertx, new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    private final GitHub gitHub = new GitHub(new Calls(egress));
    private final Attempt attempt = Attempt.begin("hub", "/", Instant.EPOCH, state -> "", new SecureRandom());
    private final Map<String, String> asked = new ConcurrentHashMap<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of(
            "/login/oauth/access_token", "{\"access_token\": \"gho_1\"}",
            "/api/v3/user", "{\"id\": 42, \"login\": \"alice\", \"name\": null}",
            "/api/v3/user/emails",
                    "[{\"email\": \"old@example.com\", \"primary\": false, \"verified\": true},"
                            + " {\"email\": \"alice@example.com\", \"primary\": true, \"verified\": true}]",
            "/api/v3/user/teams", "[{\"slug\": \"dev\", \"organization\": {\"login\": \"acme\"}}]"));
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.put(path, sent + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = answers.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop(0);
        egress.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void readsThePersonAndTheTeams() throws Exception {
        Identity identity = gitHub.redeem(provider(), attempt, CALLBACK, "code-1", "secret-1");

        assertThat(identity)
                .isEqualTo(new Identity("hub", "42", "alice@example.com", "", "alice", List.of("acme/dev"), false));
        assertThat(asked.get("/login/oauth/access_token"))
                .contains("code=code-1", "client_secret=secret-1", "code_verifier=" + attempt.verifier());
        assertThat(asked.get("/api/v3/user")).endsWith("Bearer gho_1");
    }

    @Test
    void knowsNoAddressThatIsNotProved() throws Exception {
        answers.put(
                "/api/v3/user/emails", "[{\"email\": \"eve@example.com\", \"primary\": true, \"verified\": false}]");
        assertThat(gitHub.redeem(provider(), attempt, CALLBACK, "code-1", "secret-1")
                        .email())
                .isEmpty();
    }

    @Test
    void saysWhyACodeIsRefused() {
        answers.put("/login/oauth/access_token", "{\"error\": \"bad_verification_code\"}");
        assertThatThrownBy(() -> gitHub.redeem(provider(), attempt, CALLBACK, "code-1", "secret-1"))
                .isInstanceOf(SignInException.class)
                .hasMessage("hub refused the code: bad_verification_code");
    }

    private Provider provider() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", "hub");
        object.putObject("spec")
                .put("type", "GitHub")
                .put("issuer", "http://127.0.0.1:" + server.getAddress().getPort())
                .put("clientId", "roadstead");
        return Provider.of(object);
    }
}
