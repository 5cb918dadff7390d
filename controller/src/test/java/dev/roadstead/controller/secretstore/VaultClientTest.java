package dev.roadstead.controller.secretstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadstead.address.Cidr;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.EgressPolicy;
import dev.roadstead.model.SecretStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers as Vault's documentation says. */
class VaultClientTest {
    private static final StoreClient.Credential TOKEN = new StoreClient.Credential.Token("good");
    private static final StoreClient.Credential ROLE = new StoreClient.Credential.Role(
            new SecretStore.AppRole("shop", "approle", new SecretStore.Key("s", "k")), "id");

    private final EgressClient egress = EgressClient.start(new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final VaultClient client = new VaultClient(egress, () -> now);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile String valid = "good";
    private final AtomicInteger logins = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        egress.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        asked.add(exchange.getRequestMethod() + " " + path + " "
                + exchange.getRequestHeaders().getFirst("X-Vault-Namespace"));
        String token = exchange.getRequestHeaders().getFirst("X-Vault-Token");
        if (path.equals("/v1/auth/approle/login")) {
            valid = "of-role-" + logins.incrementAndGet();
            say(exchange, 200, "{\"auth\": {\"client_token\": \"" + valid + "\", \"lease_duration\": 90}}");
        } else if (!valid.equals(token)) {
            say(exchange, 403, "{\"errors\": [\"permission denied\"]}");
        } else {
            switch (path) {
                case "/v1/auth/token/lookup-self" -> say(exchange, 200, "{\"data\": {}}");
                case "/v1/secret/data/apps/my%20db" -> say(exchange, 200, """
                            {"data": {"data": {"password": "p", "port": 5432}, "metadata": {"version": 3}}}""");
                case "/v1/secret/data/old" -> say(exchange, 200, "{\"data\": {\"password\": \"p\"}}");
                case "/v1/secret/data/sealed" -> say(exchange, 503, "{\"errors\": [\"Vault is sealed\"]}");
                case "/v1/secret/data/page" -> say(exchange, 200, "<html>");
                default -> say(exchange, 404, "{\"errors\": []}");
            }
        }
    }

    private static void say(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void readsThePresentVersion() throws StoreFailure {
        Map<String, byte[]> content = client.read(vault("team"), TOKEN, "apps/my db");
        assertThat(content).containsOnlyKeys("password", "port");
        assertThat(content.get("password")).isEqualTo("p".getBytes(StandardCharsets.UTF_8));
        assertThat(content.get("port")).isEqualTo("5432".getBytes(StandardCharsets.UTF_8));
        assertThat(asked).containsExactly("GET /v1/secret/data/apps/my%20db team");
    }

    @Test
    void aRoleSignsInOnceForTwoThirdsOfItsLease() throws StoreFailure {
        client.read(vault(null), ROLE, "apps/my db");
        client.read(vault(null), ROLE, "apps/my db");
        assertThat(logins).hasValue(1);
        now = now.plusSeconds(60);
        client.read(vault(null), ROLE, "apps/my db");
        assertThat(logins).hasValue(2);
        valid = "revoked";
        assertThatThrownBy(() -> client.check(vault(null), ROLE)).hasMessageContaining("does not allow");
        assertThat(logins).as("a young token is denied for what it asks").hasValue(2);
        now = now.plusSeconds(30);
        client.check(vault(null), ROLE);
        assertThat(logins).as("a token that was revoked").hasValue(3);
    }

    @Test
    void whatWasSignedInWithIsForgottenWithItsLease() throws StoreFailure {
        client.read(vault(null), ROLE, "apps/my db");
        assertThat(client.kept()).isEqualTo(1);
        now = now.plusSeconds(59);
        assertThatThrownBy(() -> client.check(vault(null), TOKEN)).isInstanceOf(StoreFailure.class);
        assertThat(client.kept()).isEqualTo(1);
        now = now.plusSeconds(1);
        assertThatThrownBy(() -> client.check(vault(null), TOKEN)).isInstanceOf(StoreFailure.class);
        assertThat(client.kept()).isZero();
    }

    @Test
    void saysWhatIsWrong() {
        assertFails(TOKEN, "none", "there is nothing at secret/none");
        assertFails(TOKEN, "sealed", "is sealed");
        assertFails(TOKEN, "page", "is it a Vault?");
        assertFails(TOKEN, "old", "no KV secrets engine of version 2");
        assertFails(TOKEN, "../../auth/token/lookup-self", "is no path");
        assertFails(new StoreClient.Credential.Token("bad"), "apps/my db", "does not allow to read secret/apps/my db");
        assertFails(new StoreClient.Credential.Token("go\nod"), "apps/my db", "cannot be asked");
    }

    @Test
    void oneThatDoesNotAnswerIsLeftAloneForAWhile() throws Exception {
        server.stop(0);
        assertFails(TOKEN, "apps/my db", "cannot be asked");
        start();
        SecretStore.Vault back = vault(null);
        server.stop(0);
        assertThatThrownBy(() -> client.read(back, TOKEN, "apps/my db")).hasMessageContaining("cannot be asked");
        HttpServer again = HttpServer.create(server.getAddress(), 0);
        again.createContext("/v1/", this::answer);
        again.start();
        try {
            assertThatThrownBy(() -> client.read(back, TOKEN, "apps/my db")).hasMessageContaining("asked again after");
            assertThat(asked).isEmpty();
            now = now.plusSeconds(30);
            assertThat(client.read(back, TOKEN, "apps/my db")).containsKey("password");
        } finally {
            again.stop(0);
        }
    }

    @Test
    void asksNobodyInAPrivateNetworkUnlessThatIsAllowed() {
        try (EgressClient guarded = EgressClient.start(new EgressPolicy(List.of()))) {
            assertThatThrownBy(() -> new VaultClient(guarded, () -> now).read(vault(null), TOKEN, "apps/my db"))
                    .hasMessageContaining("--egress-allow");
        }
        assertThat(asked).isEmpty();
    }

    private void assertFails(StoreClient.Credential credential, String path, String says) {
        assertThatThrownBy(() -> client.read(vault(null), credential, path))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining(says)
                .hasMessageNotContainingAny("good", "permission denied");
    }

    private SecretStore.Vault vault(@Nullable String namespace) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        var auth = new SecretStore.Auth(new SecretStore.Key("s", "k"), null);
        return new SecretStore.Vault(address, "secret", namespace, null, auth);
    }
}
