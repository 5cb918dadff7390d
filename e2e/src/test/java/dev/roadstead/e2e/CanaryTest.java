package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A canary goes by what its new release answers, as the router that Roadstead runs counts it: one that answers well goes
 * through, one that answers 500 while it is healthy is taken back, and the old release has all requests again. With
 * {@code TRAEFIK_BIN} the router is Traefik.
 */
@ExtendWith({OneRouter.class, Installation.Shared.class})
@Timeout(240)
class CanaryTest {
    private static final String SHOP = "shop.canary.example.com";
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aReleaseThatAnswersBadlyIsTakenBackUnderLoad(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("canary");
        roadstead.apply("web.yaml", ns, "replicas", "3", "image", Installation.IMAGE_1);
        roadstead.apply("domain.yaml", ns, "name", "shop", "hostname", SHOP, "tls", "{mode: \"Off\"}");
        roadstead.apply("edge.yaml", ns, "name", "default", "image", OneRouter.IMAGE);
        int port = FreePort.find();
        roadstead.ingress("{\"enabled\": true, \"httpPort\": %d, \"httpsPort\": %d}".formatted(port, FreePort.find()));
        Eventually.await(
                "the router serves",
                LONG,
                () -> EdgeClient.page(port, SHOP),
                ("image " + Installation.IMAGE_1)::equals);

        try (EdgeClient.Load load = new EdgeClient.Load(port, SHOP)) {
            release(roadstead, ns, "8s", "echo 'image %s' > index.html".formatted(Installation.IMAGE_2));
            Eventually.await(
                    "it goes by what it answers",
                    LONG,
                    () -> rollout(roadstead, ns, "message"),
                    said -> said.contains("it goes by health and by what it answers, counted by 1 of 1 edges"));
            Eventually.await("it is rolled out", LONG, () -> rollout(roadstead, ns, "phase"), "Complete"::equals);
            assertThat(load.failures()).as("failed requests to a good release").isEmpty();

            int before = load.requests();
            release(roadstead, ns, "10m", """
                    mkdir cgi-bin; printf '#!/bin/sh\\nprintf "Status: 500 Broken\\\\r\\\\n\\\\r\\\\n"\\n' > cgi-bin/index.cgi
                    chmod +x cgi-bin/index.cgi""");
            Eventually.await("it is taken back", LONG, () -> rollout(roadstead, ns, "phase"), "RolledBack"::equals);
            int until = load.requests() - before;
            assertThat(rollout(roadstead, ns, "message"))
                    .containsPattern(
                            "because release 3 failed: step 1 of 1: .*; 100 % of [0-9]+ requests to release 3 were"
                                    + " answered with 5xx, more than the 5 % allowed");
            assertThat(load.failures())
                    .as("of %d requests", until)
                    .isNotEmpty()
                    .allMatch(it -> it.contains("status=500"));
            Eventually.await("the old release answers alone", LONG, () -> {
                int failed = load.failures().size();
                int requests = load.requests();
                load.forgetPages();
                Eventually.await("requests go on", () -> load.requests() > requests + 200);
                return load.failures().size() == failed && load.pages().equals(Set.of("image " + Installation.IMAGE_2));
            });
            Eventually.await(
                    "its containers have gone",
                    LONG,
                    () -> roadstead.kubectl("get", "ctr", "-n", ns, "-o", "jsonpath={.items[*].spec.release}"),
                    "2 2 2"::equals);
        }
        assertThat(roadstead.kubectl("get", "events", "-n", ns, "-o", "jsonpath={.items[*].reason}"))
                .contains("CanaryAnswersBadly");
        assertThat(roadstead.kubectl(
                        "get",
                        "release",
                        "web-3",
                        "-n",
                        ns,
                        "-o",
                        "jsonpath={.status.outcome.phase} {.status.outcome.message}"))
                .startsWith("RolledBack")
                .contains("were answered with 5xx");
        roadstead.kubectl("delete", "edge", "default", "--timeout=20s");
        roadstead.ingress("null");
        roadstead.kubectl("delete", "ns", ns, "--timeout=60s");
    }

    /** A release whose health check is answered whatever visitors get. */
    private static void release(Installation roadstead, String ns, String pause, String content) {
        String script = "mkdir -p /tmp/www; cd /tmp/www; echo ok > healthz\n%s\nexec httpd -f -p 8080 -h /tmp/www"
                .formatted(content);
        String patch = """
                {"spec": {
                 "strategy": {"type": "Canary", "autoRollback": true, "drain": "1s", "canary": {
                  "steps": [{"weight": 50, "pause": "%s"}], "analysis": {"maxErrorRate": 5, "minRequests": 40}}},
                 "template": {"args": ["%s"], "healthCheck": {"http": {"port": "http", "path": "/healthz"}}}}}
                """.formatted(
                pause, script.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        roadstead.kubectl("patch", "app", "web", "-n", ns, "--type=merge", "-p", patch);
    }

    private static String rollout(Installation roadstead, String ns, String field) {
        return roadstead
                .tryKubectl("get", "app", "web", "-n", ns, "-o", "jsonpath={.status.rollout." + field + "}")
                .stdout();
    }
}
