package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.TestAuthority;
import dev.roadstead.testkit.edge.Edge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hostname leads to an application, whatever is changed about it: an edge follows the dynamic endpoint as Traefik's HTTP
 * provider does. With TRAEFIK_BIN it is Traefik.
 */
@ExtendWith(Installation.Shared.class)
@Timeout(240)
class DomainsTest {
    private static final Duration CHANGE = Duration.ofSeconds(60);
    private static final String SHOP = "shop.example.com";
    private static final int REQUESTS = 2_000;

    @TempDir
    private Path folder;

    @Test
    void aHostnameLeadsToTheApplicationAndNoChangeFailsARequest(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("domains");
        roadstead.apply("web.yaml", ns, "replicas", "3", "image", Installation.IMAGE_1);
        roadstead.waitReady(ns, "web");
        try (Edge edge = roadstead.startEdge()) {
            assertThat(EdgeClient.get(edge.plainPort(), SHOP, "/").status()).isEqualTo(404);
            apply(roadstead, ns, "shop", SHOP, "{mode: \"Off\"}");
            roadstead.kubectl("wait", "--for=condition=Routed", "--timeout=30s", "-n", ns, "domain/shop");
            Eventually.await("the edge routes", () -> page(edge).equals("image " + Installation.IMAGE_1));
            try (EdgeClient.Load load = new EdgeClient.Load(edge.plainPort(), SHOP)) {
                roadstead.apply("web.yaml", ns, "replicas", "3", "image", Installation.IMAGE_2);
                roadstead.awaitComplete(ns, CHANGE, 2);
                expect("a rolling update", load, Installation.IMAGE_2);

                patch(roadstead, ns, """
                        {"spec": {"template": %s,
                         "strategy": {"type": "BlueGreen", "blueGreen": {"keepOldFor": "1s"}}}}
                        """.formatted(template(Installation.IMAGE_1)));
                roadstead.awaitComplete(ns, CHANGE, 3);
                expect("a blue-green switch", load, Installation.IMAGE_1);

                patch(roadstead, ns, """
                        {"spec": {"template": %s,
                         "strategy": {"type": "Canary", "canary": {"steps": [{"weight": 20, "pause": "Manual"}]}}}}
                        """.formatted(template(Installation.IMAGE_2)));
                awaitPhase(roadstead, ns, "AwaitingPromotion");
                assertThat(load.failures())
                        .as("failed requests on the way to a canary")
                        .isEmpty();
            }
            Eventually.await("the edge has the canary's weight", CHANGE, () -> share(edge, 100), share -> share > 0.1);
            assertThat(share(edge, REQUESTS)).isCloseTo(0.20, within(0.03));

            try (EdgeClient.Load load = new EdgeClient.Load(edge.plainPort(), SHOP)) {
                roadstead.roadstead("rollout", "promote", "web", "-n", ns);
                Eventually.await("the canary is over", CHANGE, () -> phase(roadstead, ns), "Complete"::equals);
                roadstead.kubectl("scale", "app/web", "-n", ns, "--replicas=1");
                Eventually.await("two of three containers have gone", CHANGE, () -> containers(roadstead, ns) == 1);
                expect("a promotion and a scale-down", load, Installation.IMAGE_2);
            }
            roadstead.kubectl("delete", "domain", "shop", "-n", ns, "--timeout=20s");
            Eventually.await("the edge has forgotten it", () -> status(edge, SHOP) == 404);
        }
        roadstead.kubectl("delete", "app", "web", "-n", ns, "--timeout=60s");
    }

    @Test
    void aCertificateOfASecretIsServedAndAHostnameIsNotGivenTwice(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("certificates");
        String other = roadstead.namespace("other-certificates");
        roadstead.apply("web.yaml", ns, "replicas", "1", "image", Installation.IMAGE_1);
        TestAuthority authority = new TestAuthority();
        TestAuthority.Issued issued = authority.issue("tls.example.com");
        Path certificate = Files.writeString(folder.resolve("tls.crt"), issued.certificate());
        Path key = Files.writeString(folder.resolve("tls.key"), issued.key());
        roadstead.kubectl("create", "secret", "tls", "cert", "-n", ns, "--cert=" + certificate, "--key=" + key);
        roadstead.waitReady(ns, "web");
        try (Edge edge = roadstead.startEdge()) {
            apply(roadstead, ns, "shop", "tls.example.com", "{mode: Secret, secretName: cert}");
            roadstead.kubectl("wait", "--for=condition=Routed", "--timeout=30s", "-n", ns, "domain/shop");
            assertThat(condition(roadstead, ns, "CertificateReady")).startsWith("True ExpiresSoon");
            Eventually.await("the edge serves TLS", () -> {
                try {
                    return EdgeClient.getSecurely(edge.securePort(), "tls.example.com", authority.certificate())
                            .body()
                            .equals("image " + Installation.IMAGE_1);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            String shown = "{\"spec\": {\"ingress\": {\"httpsPort\": %d}}}".formatted(edge.securePort());
            roadstead.kubectl("patch", "node", "local", "--type=merge", "-p", shown);
            Eventually.await(
                    "the status has the certificate that the edge shows",
                    Duration.ofSeconds(40),
                    () -> roadstead.kubectl(
                            "get", "domain", "shop", "-n", ns, "-o", "jsonpath={.status.certificate.subject}"),
                    "CN=tls.example.com"::equals);
            TestAuthority renewing = new TestAuthority();
            TestAuthority.Issued renewed = renewing.issue("tls.example.com");
            Files.writeString(certificate, renewed.certificate());
            Files.writeString(key, renewed.key());
            Path secret = Files.writeString(
                    folder.resolve("secret.yaml"),
                    roadstead.kubectl(
                            "create",
                            "secret",
                            "tls",
                            "cert",
                            "-n",
                            ns,
                            "--cert=" + certificate,
                            "--key=" + key,
                            "--dry-run=client",
                            "-o",
                            "yaml"));
            roadstead.kubectl("replace", "-f", secret.toString());
            Eventually.await("the edge that still runs serves the new one", () -> isTrusted(edge, renewing));
            assertThat(isTrusted(edge, authority)).as("the old one").isFalse();
            EdgeClient.Answer plain = EdgeClient.get(edge.plainPort(), "tls.example.com", "/a");
            assertThat(plain.status()).isIn(301, 308);
            assertThat(plain.head()).containsIgnoringCase("location: https://tls.example.com/a");

            roadstead.apply("web.yaml", other, "replicas", "0", "image", Installation.IMAGE_1);
            String[] again = {"name", "shop", "hostname", "tls.example.com", "tls", "{mode: \"Off\"}"};
            var refused = roadstead.apply("domain.yaml", other, again);
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.stderr())
                    .contains("(Conflict)", "spec.hostname \"tls.example.com\" belongs to namespace \"" + ns + "\"");
            roadstead.kubectl("delete", "domain", "shop", "-n", ns, "--timeout=20s");
            assertThat(roadstead.apply("domain.yaml", other, again).exitCode())
                    .as("the hostname is free")
                    .isZero();
            Eventually.await(
                    "the hostname is the other's",
                    Duration.ofSeconds(20),
                    () -> condition(roadstead, other, "Accepted"),
                    said -> said.startsWith("True"));
        }
        roadstead.kubectl("patch", "node", "local", "--type=merge", "-p", "{\"spec\": {\"ingress\": null}}");
        roadstead.kubectl("delete", "ns", ns, other, "--timeout=60s");
    }

    private static boolean isTrusted(Edge edge, TestAuthority authority) {
        try {
            return EdgeClient.getSecurely(edge.securePort(), "tls.example.com", authority.certificate())
                            .status()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void apply(Installation roadstead, String ns, String name, String hostname, String tls) {
        var result = roadstead.apply("domain.yaml", ns, "name", name, "hostname", hostname, "tls", tls);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    private static void patch(Installation roadstead, String ns, String patch) {
        roadstead.kubectl("patch", "app", "web", "-n", ns, "--type=merge", "-p", patch);
    }

    /** Of an image that says so, as web.yaml has it in other words: a release of its own. */
    private static String template(String image) {
        return """
                {"image": "%1$s", "args": ["echo 'image %1$s' > /tmp/index.html; exec httpd -f -p 8080 -h /tmp"]}
                """.formatted(image);
    }

    private static String condition(Installation roadstead, String ns, String type) {
        String at = "{.status.conditions[?(@.type==\"" + type + "\")]";
        return roadstead
                .tryKubectl(
                        "get",
                        "domain",
                        "shop",
                        "-n",
                        ns,
                        "-o",
                        "jsonpath=" + at + ".status} " + at + ".reason} " + at + ".message}")
                .stdout();
    }

    private static String phase(Installation roadstead, String ns) {
        return roadstead
                .tryKubectl("get", "app", "web", "-n", ns, "-o", "jsonpath={.status.rollout.phase}")
                .stdout();
    }

    private static void awaitPhase(Installation roadstead, String ns, String phase) {
        Eventually.await("the rollout is " + phase, CHANGE, () -> phase(roadstead, ns), phase::equals);
    }

    private static long containers(Installation roadstead, String ns) {
        return roadstead.kubectl("get", "ctr", "-n", ns, "-o", "name").lines().count();
    }

    private static String page(Edge edge) {
        try {
            return EdgeClient.get(edge.plainPort(), SHOP, "/").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(Edge edge, String hostname) {
        try {
            return EdgeClient.get(edge.plainPort(), hostname, "/").status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of so many requests, those that the second image answered. */
    private static double share(Edge edge, int requests) {
        int second = 0;
        for (int i = 0; i < requests; i++) {
            String page = page(edge);
            assertThat(page).startsWith("image ");
            second += page.equals("image " + Installation.IMAGE_2) ? 1 : 0;
        }
        return second / (double) requests;
    }

    /** That nobody was refused so far, and that now only this image answers. */
    private static void expect(String change, EdgeClient.Load load, String image) {
        Eventually.await(
                "only the new image answers after " + change,
                Duration.ofSeconds(10),
                () -> {
                    load.forgetPages();
                    int before = load.requests();
                    Eventually.await("requests go on", () -> load.requests() > before + 60);
                    return load.pages();
                },
                Set.of("image " + image)::equals);
        assertThat(load.failures()).as("failed requests after " + change).isEmpty();
    }
}
