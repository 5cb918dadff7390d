package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.ClientTls;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import dev.roadstead.testkit.OwnEngine;
import dev.roadstead.testkit.OwnNetwork;
import dev.roadstead.testkit.TestImages;
import dev.roadstead.testkit.edge.Edge;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An edge of one node, and an application on that node and on another, which has a network of its own. */
@ExtendWith(Installation.Shared.class)
@Timeout(240)
class EdgeNodesTest {
    private static final Duration SECONDS = Duration.ofSeconds(20);
    private static final String SHOP = "far.example.com";
    private static final String PORT = String.valueOf(FreePort.find());
    private static String ns = "";
    private static OwnNetwork network;
    private static OwnEngine engine;

    @BeforeAll
    static void start(Installation roadstead) throws IOException {
        network = OwnNetwork.create();
        engine = OwnEngine.start(network);
        TestImages.busybox(engine.socket(), "roadstead-e2e/web", "1");
        ns = roadstead.namespace("edges");
        String socket = engine.socket().toString();
        roadstead.apply("far-node.yaml", ns, "label", ns, "address", network.address(), "socket", socket);
        roadstead.kubectl("wait", "--for=condition=Ready", "--timeout=60s", "node/far");
        roadstead.apply("domain.yaml", ns, "name", "shop", "hostname", SHOP, "tls", "{mode: \"Off\"}");
    }

    @AfterEach
    void deleteApplication(Installation roadstead) {
        roadstead.kubectl("delete", "app", "web", "-n", ns, "--timeout=60s");
        roadstead.kubectl("label", "node", "local", "e2e-");
    }

    @AfterAll
    static void stop(Installation roadstead) throws IOException {
        roadstead.kubectl("delete", "ns", ns, "--timeout=60s");
        roadstead.kubectl("delete", "node", "far", "--timeout=60s");
        engine.close();
        network.close();
    }

    @Test
    void requestsGoToBothNodesAndOnWhenOneIsLost(Installation roadstead) throws Exception {
        roadstead.kubectl("label", "node", "local", "e2e=" + ns);
        apply(roadstead, 2);
        try (Edge edge = roadstead.startEdge()) {
            try (EdgeClient.Load load = new EdgeClient.Load(edge.plainPort(), SHOP)) {
                Eventually.await("both nodes answer", SECONDS, () -> pages(load), Set.of("on local", "on far")::equals);
            }
            aVisitorWithACookieStays(roadstead, edge);
            network.cut();
            engine.stop();
            try (EdgeClient.Load load = new EdgeClient.Load(edge.plainPort(), SHOP)) {
                Eventually.await("the lost node gets no more requests", Duration.ofSeconds(40), () -> {
                    int before = load.failures().size();
                    return pages(load).equals(Set.of("on local"))
                            && load.failures().size() == before;
                });
            }
        } finally {
            network.mend();
            engine.startAgain();
        }
        try (Edge edge = roadstead.startEdge();
                EdgeClient.Load load = new EdgeClient.Load(edge.plainPort(), SHOP)) {
            Eventually.await(
                    "an edge that was started again leads to both",
                    SECONDS,
                    () -> pages(load),
                    Set.of("on local", "on far")::equals);
        }
    }

    @Test
    @Tag("long")
    void aDrainOfTheOtherNodeFailsNoRequest(Installation roadstead) throws Exception {
        apply(roadstead, 1);
        try (Edge edge = roadstead.startEdge()) {
            Eventually.await("the edge leads to the other node", SECONDS, () -> page(edge), "on far"::equals);
            try (EdgeClient.Load load = new EdgeClient.Load(edge.plainPort(), SHOP)) {
                roadstead.kubectl("label", "node", "local", "e2e=" + ns);
                roadstead.roadstead("node", "drain", "far", "--wait", "--timeout", "60s");
                Eventually.await("requests go to this node", SECONDS, () -> pages(load), Set.of("on local")::equals);
                assertThat(load.failures()).as("failed requests in a drain").isEmpty();
            }
        } finally {
            roadstead.roadstead("node", "uncordon", "far");
        }
    }

    @Test
    @Tag("long")
    void edgesOfOtherMachinesAreAnsweredByTlsWithAnAuthorityThatIsPublished(Installation roadstead) throws Exception {
        apply(roadstead, 1);
        String authority = roadstead.kubectl(
                "get", "configmap", "edge-ca", "-n", "roadstead-system", "-o", "jsonpath={.data.ca\\.crt}");
        URI uri = URI.create("https://127.0.0.1:" + roadstead.edgeTlsPort() + "/v1/edges/far/traefik");
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(ClientTls.trusting(authority.getBytes(StandardCharsets.US_ASCII)))
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer " + roadstead.edgeToken("far"))
                    .build();
            Eventually.await("the edge of the other node reaches its own container directly", SECONDS, () -> {
                try {
                    String body = http.send(request, BodyHandlers.ofString()).body();
                    return body.contains("Host(`" + SHOP + "`)") && body.contains(":8080\"");
                } catch (IOException e) {
                    return false;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            });
        }
    }

    private static void aVisitorWithACookieStays(Installation roadstead, Edge edge) throws IOException {
        roadstead.kubectl("patch", "domain", "shop", "-n", ns, "--type=merge", "-p", "{\"spec\": {\"sticky\": {}}}");
        String cookie = Eventually.await(
                "the edge gives a cookie",
                SECONDS,
                () -> EdgeClient.cookie(edge.plainPort(), SHOP),
                value -> value.startsWith("roadstead="));
        String first = EdgeClient.get(edge.plainPort(), SHOP, "/", cookie).body();
        for (int i = 0; i < 20; i++) {
            assertThat(EdgeClient.get(edge.plainPort(), SHOP, "/", cookie).body())
                    .isEqualTo(first);
        }
        roadstead.kubectl("patch", "domain", "shop", "-n", ns, "--type=merge", "-p", "{\"spec\": {\"sticky\": null}}");
    }

    private static void apply(Installation roadstead, int replicas) {
        var result = roadstead.apply(
                "edge-web.yaml",
                ns,
                "replicas",
                String.valueOf(replicas),
                "image",
                Installation.IMAGE_1,
                "label",
                ns,
                "port",
                PORT);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        roadstead.waitReady(ns, "web");
    }

    /** What answered some hundred requests from now on. */
    private static Set<String> pages(EdgeClient.Load load) {
        load.forgetPages();
        int before = load.requests();
        Eventually.await("requests go on", SECONDS, () -> load.requests() > before + 60);
        return load.pages();
    }

    private static String page(Edge edge) {
        return EdgeClient.page(edge.plainPort(), SHOP);
    }
}
