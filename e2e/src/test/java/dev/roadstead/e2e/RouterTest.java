package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import dev.roadstead.testkit.Kubectl;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A router that Roadstead runs, from an image that is told as Traefik's is (with Traefik in it where {@code TRAEFIK_BIN}
 * names it): it serves Domains, stays as it is to be, follows its node's ports, and goes with the Edge.
 */
@ExtendWith({OneRouter.class, Installation.Shared.class})
@Timeout(240)
class RouterTest {
    private static final String NS = "roadstead-system";
    private static final String PAGE = "image " + Installation.IMAGE_1;
    private static final String SHOP = "shop.router.example.com";
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void domainsAreServedByARouterThatRoadsteadRuns(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("router");
        roadstead.apply("web.yaml", ns, "replicas", "1", "image", Installation.IMAGE_1);
        roadstead.apply("domain.yaml", ns, "name", "shop", "hostname", SHOP, "tls", "{mode: \"Off\"}");
        roadstead.kubectl("patch", "domain", "shop", "-n", ns, "--type=merge", "-p", """
                {"spec": {"middlewares": {"rateLimit": {"average": 1000}, "compress": true,
                 "headers": {"response": {"X-Shop": "open"}}}}}""");
        assertThat(edge(roadstead, ns, "other", OneRouter.IMAGE).stderr()).contains("the only Edge is called default");

        edge(roadstead, ns, "default", OneRouter.REPOSITORY + ":none");
        int port = FreePort.find();
        roadstead.ingress("{\"enabled\": true, \"httpPort\": %d, \"httpsPort\": %d}".formatted(port, FreePort.find()));
        Eventually.await(
                "the Edge says that its image is missing",
                LONG,
                () -> ready(roadstead),
                said -> said.contains(":none"));

        assertThat(edge(roadstead, ns, "default", OneRouter.IMAGE).exitCode()).isZero();
        Eventually.await("the router serves", LONG, () -> page(port), PAGE::equals);
        Eventually.await("the Edge is ready", LONG, () -> ready(roadstead), said -> said.startsWith("True Running"));
        roadstead.kubectl("wait", "--for=condition=Routed", "--timeout=30s", "-n", ns, "domain/shop");
        String reason = "{.status.conditions[?(@.type==\"Routed\")].reason}";
        assertThat(roadstead.kubectl("get", "domain", "shop", "-n", ns, "-o", "jsonpath=" + reason))
                .as("its router and its middlewares are as they should be, says the router itself")
                .isEqualTo("Confirmed");
        assertThat(inspect(roadstead, "{{.Args}} {{.Config.Cmd}} {{.Config.Labels}}"))
                .doesNotContain("Bearer");
        assertThat(inspect(
                        roadstead, "{{.HostConfig.NetworkMode}} {{.HostConfig.CapAdd}} {{.HostConfig.ReadonlyRootfs}}"))
                .isEqualTo("host [NET_BIND_SERVICE] true");

        roadstead.kubectl("patch", "app", "traefik", "-n", NS, "--type=merge", "-p", "{\"spec\": {\"paused\": true}}");
        Eventually.await(
                "what was changed by hand is put back",
                LONG,
                () -> roadstead.kubectl("get", "events", "-A", "-o", "jsonpath={.items[*].reason}"),
                reasons -> reasons.contains("PutBack"));
        assertThat(roadstead.kubectl("get", "app", "traefik", "-n", NS, "-o", "jsonpath={.spec.paused}"))
                .isNotEqualTo("true");

        int other = FreePort.find();
        roadstead.ingress("{\"httpPort\": %d}".formatted(other));
        Eventually.await("the router is at its new port", LONG, () -> page(other), PAGE::equals);

        String before = routers(roadstead).getFirst();
        roadstead.kubectl("delete", "secret", "edge-local", "-n", NS);
        Eventually.await(
                "another token gets another router",
                LONG,
                () -> routers(roadstead),
                now -> now.size() == 1 && !now.contains(before));
        Eventually.await("which serves", LONG, () -> page(other), PAGE::equals);

        roadstead.kubectl("delete", "edge", "default", "--timeout=20s");
        Eventually.await("the router goes with the Edge", LONG, () -> routers(roadstead), List::isEmpty);
        roadstead.ingress("null");
        roadstead.kubectl("delete", "ns", ns, "--timeout=60s");
    }

    private static Kubectl.Result edge(Installation roadstead, String ns, String name, String image) {
        return roadstead.apply("edge.yaml", ns, "name", name, "image", image);
    }

    private static String ready(Installation roadstead) {
        String at = "{.status.conditions[?(@.type==\"Ready\")]";
        return roadstead
                .tryKubectl(
                        "get",
                        "edge",
                        "default",
                        "-o",
                        "jsonpath=" + at + ".status} " + at + ".reason} " + at + ".message}")
                .stdout();
    }

    private static String page(int port) {
        return EdgeClient.page(port, SHOP);
    }

    private static String inspect(Installation roadstead, String format) {
        return String.join(
                "", roadstead.docker("inspect", "-f", format, routers(roadstead).getFirst()));
    }

    private static List<String> routers(Installation roadstead) {
        return roadstead.docker(
                "ps",
                "-aq",
                "--filter",
                "label=roadstead.dev/application=traefik",
                "--filter",
                "label=roadstead.dev/namespace=" + NS,
                "--filter",
                "label=roadstead.dev/managed-by="
                        + roadstead.kubectl("get", "namespace", NS, "-o", "jsonpath={.metadata.uid}"));
    }
}
