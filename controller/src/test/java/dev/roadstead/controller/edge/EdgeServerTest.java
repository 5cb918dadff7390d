package dev.roadstead.controller.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.testkit.ClientTls;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.TestAuthority;
import dev.roadstead.testkit.edge.TestEdge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EdgeServerTest {
    private static final String TOKEN = "0123456789abcdef";

    private final EdgeWorld world = new EdgeWorld();
    private final MemoryApi api = new MemoryApi(new Effects(), () -> world.now);
    private final HttpClient http = HttpClient.newHttpClient();
    private String revision = "1";
    private final EdgeServer server;

    EdgeServerTest() throws IOException {
        api.create(
                ResourceType.SECRET,
                new Secret(
                        ObjectMeta.toCreate("roadstead-system", "edge-a", Map.of(), List.of(), List.of()),
                        Map.of("token", TOKEN.getBytes(StandardCharsets.US_ASCII))));
        EdgeTokens tokens = new EdgeTokens(
                ref -> api.find(ResourceType.SECRET, ref.namespace(), ref.name()),
                ref -> ref.name().equals("edge-a") ? revision : "");
        server = new EdgeServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), world.table, tokens);
        world.put(EdgeWorld.domain("shop"));
        world.container(0, "{}");
    }

    @AfterEach
    void close() {
        server.close();
        http.close();
    }

    @Test
    void theConfigurationIsForWhoHasTheNodesToken() throws Exception {
        assertThat(ask("a", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        assertThat(ask("a", "Bearer " + TOKEN + "0").statusCode()).isEqualTo(401);
        assertThat(ask("a", TOKEN).statusCode()).isEqualTo(401);
        assertThat(ask("b", "Bearer " + TOKEN).statusCode()).isEqualTo(401);
        assertThat(ask("nobody", "Bearer ").statusCode()).isEqualTo(401);
        assertThat(ask("../a", "Bearer " + TOKEN).statusCode()).isEqualTo(404);
        assertThat(world.table.asking()).containsExactly("a");
    }

    @Test
    void aTokenThatWasChangedIsOldAtOnce() throws Exception {
        assertThat(ask("a", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
        revision = "";
        assertThat(ask("a", "Bearer " + TOKEN).statusCode()).isEqualTo(401);
    }

    @Test
    void whatAnEdgeHasIsNotSentAgain() throws Exception {
        HttpResponse<String> first = ask("a", "Bearer " + TOKEN);
        String etag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second = ask("a", "Bearer " + TOKEN, "If-None-Match", etag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        world.container(1, "{}");
        HttpResponse<String> third = ask("a", "Bearer " + TOKEN, "If-None-Match", etag);
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(third.body()).contains("172.18.0.3");
    }

    @Test
    void inPlainHttpItListensOnLoopbackOnly() {
        EdgeTokens tokens = new EdgeTokens(_ -> Optional.empty(), _ -> "");
        assertThatThrownBy(() -> new EdgeServer(new InetSocketAddress("0.0.0.0", 0), world.table, tokens))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void byTlsItListensAnywhereAndShowsANewCertificateFromTheNextConnectionOn() throws Exception {
        EdgeTokens tokens =
                new EdgeTokens(ref -> api.find(ResourceType.SECRET, ref.namespace(), ref.name()), _ -> revision);
        EdgeKeys keys = new EdgeKeys();
        TestAuthority first = new TestAuthority();
        TestAuthority second = new TestAuthority();
        try (EdgeServer secure = new EdgeServer(new InetSocketAddress("0.0.0.0", 0), keys, world.table, tokens)) {
            assertThatThrownBy(() -> askSecurely(secure, first)).isInstanceOf(SSLException.class);
            keys.use(identity(first, "localhost"));
            assertThat(askSecurely(secure, first).body()).contains("shop_shop");
            assertThatThrownBy(() -> askSecurely(secure, second)).isInstanceOf(SSLException.class);
            keys.use(identity(second, "localhost"));
            assertThat(askSecurely(secure, second).statusCode()).isEqualTo(200);
            keys.use(identity(second, "elsewhere"));
            assertThatThrownBy(() -> askSecurely(secure, second)).isInstanceOf(SSLException.class);
        }
    }

    private static EdgeAuthority.Identity identity(TestAuthority authority, String name) {
        TestAuthority.Issued issued = authority.issue(name);
        return new EdgeAuthority.Identity(authority.certificate(), issued.certificate(), issued.key());
    }

    private static HttpResponse<String> askSecurely(EdgeServer secure, TestAuthority trusted) throws Exception {
        byte[] authority = trusted.certificate().getBytes(StandardCharsets.US_ASCII);
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(authority))
                .build()) {
            URI uri = URI.create("https://localhost:" + secure.port() + "/v1/edges/a/traefik");
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + TOKEN)
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void anEdgeTakesWhatItIsToldAndFollowsIt() {
        URI endpoint = URI.create("http://127.0.0.1:" + server.port() + "/v1/edges/a/traefik");
        try (TestEdge edge = new TestEdge(endpoint, TOKEN, Duration.ofMillis(20))) {
            Eventually.await("it has asked", () -> world.table.asking().contains("a"));
            assertThat(status(edge, "elsewhere")).isEqualTo(404);
            world.put(EdgeWorld.domain("other"));
            Eventually.await(
                    "it has been told",
                    () -> world.table.toldOf(EdgeWorld.domain("other")).contains("a"));
            world.container(0, "{ready: false}");
            Eventually.await("nobody is there", () -> status(edge, "127.0.0.1") == 404);
            assertThat(edge.refusals()).isEmpty();
        }
    }

    private int status(TestEdge edge, String host) {
        try {
            URI uri = URI.create("http://127.0.0.1:" + edge.plainPort() + "/" + host);
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private HttpResponse<String> ask(String node, String authorization, String... more) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/edges/" + node + "/traefik");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Authorization", authorization);
        if (more.length > 0) {
            request.headers(more);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
