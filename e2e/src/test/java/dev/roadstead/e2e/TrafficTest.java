package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.OwnEngine;
import dev.roadstead.testkit.TestImages;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is changed about an application on two nodes, nobody who asks it notices. */
@ExtendWith(Installation.Shared.class)
@Timeout(240)
@Tag("long")
class TrafficTest {
    private static final Duration CHANGE = Duration.ofSeconds(60);
    private static String ns = "";
    private static OwnEngine engine;

    @BeforeAll
    static void start(Installation roadstead) throws IOException {
        engine = OwnEngine.start();
        TestImages.busybox(engine.socket(), "roadstead-e2e/web", "1");
        TestImages.busybox(engine.socket(), "roadstead-e2e/web", "2");
        ns = roadstead.namespace("traffic");
        roadstead.apply("node.yaml", ns, "socket", engine.socket().toString());
        roadstead.kubectl("wait", "--for=condition=Ready", "--timeout=60s", "node/second");
        apply(roadstead, Installation.IMAGE_1);
        roadstead.waitReady(ns, "web");
    }

    @AfterAll
    static void stop(Installation roadstead) {
        roadstead.kubectl("delete", "app", "web", "-n", ns, "--timeout=60s");
        roadstead.kubectl("delete", "node", "second", "--timeout=60s");
        engine.close();
    }

    @Test
    void noChangeFailsARequest(Installation roadstead) throws Exception {
        assertThat(nodes(roadstead)).contains("local", "second");
        try (RequestLoop loop = new RequestLoop(roadstead.server().kubeconfig(), ns)) {
            awaitRequests(loop);

            apply(roadstead, Installation.IMAGE_2);
            roadstead.awaitComplete(ns, CHANGE, 2);
            expect("a rolling update", loop, Installation.IMAGE_2);
            assertThat(roadstead.kubectl("get", "rel", "-n", ns, "-o", "name").lines())
                    .containsExactly("release.roadstead.dev/web-1", "release.roadstead.dev/web-2");

            roadstead.roadstead("rollout", "undo", "web", "-n", ns);
            roadstead.awaitComplete(ns, CHANGE, 1);
            expect("rollout undo", loop, Installation.IMAGE_1);

            roadstead.roadstead("node", "drain", "second", "--wait", "--timeout", "60s");
            roadstead.awaitComplete(ns, CHANGE, 1);
            expect("a node drain", loop, Installation.IMAGE_1);
            assertThat(nodes(roadstead)).doesNotContain("second");

            roadstead.roadstead("node", "uncordon", "second");
            roadstead.kubectl("patch", "app", "web", "-n", ns, "--type=merge", "-p", """
                    {"spec": {"rollback": null, "strategy": {"type": "BlueGreen", "blueGreen": {"keepOldFor": "1s"}}}}
                    """);
            roadstead.awaitComplete(ns, CHANGE, 2);
            expect("a blue-green switch", loop, Installation.IMAGE_2);
        }
    }

    private static void apply(Installation roadstead, String image) {
        assertThat(roadstead
                        .apply("web.yaml", ns, "replicas", "3", "image", image)
                        .exitCode())
                .isZero();
    }

    /** That nobody was refused so far, and that now only this image answers. */
    private static void expect(String change, RequestLoop loop, String image) {
        loop.forgetPages();
        awaitRequests(loop);
        assertThat(loop.failures()).as("failed requests after " + change).isEmpty();
        assertThat(loop.pages()).as("pages after " + change).containsOnly("image " + image);
    }

    private static void awaitRequests(RequestLoop loop) {
        int before = loop.requests();
        Eventually.await("requests go on", Duration.ofSeconds(10), loop::requests, count -> count > before + 200);
    }

    private static String nodes(Installation roadstead) {
        return roadstead.kubectl("get", "ctr", "-n", ns, "-o", "jsonpath={.items[*].spec.nodeName}");
    }
}
