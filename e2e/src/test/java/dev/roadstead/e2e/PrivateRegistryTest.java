package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.TestRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An image that only a registry with a password has: the wrong one, then the right one. */
@ExtendWith(Installation.Shared.class)
class PrivateRegistryTest {
    @Test
    void theRightPasswordPutsAFailedPullRight(Installation roadstead) throws Exception {
        String ns = roadstead.namespace("private");
        try (TestRegistry registry = TestRegistry.start()) {
            String image = registry.host() + "/shop:1";
            push(roadstead, registry, image);
            password(roadstead, ns, registry, "wrong-pass");
            assertThat(roadstead.apply("private.yaml", ns, "image", image).successful())
                    .isTrue();

            roadstead.kubectl("wait", "-n", ns, "app/shop", "--for=condition=Degraded", "--timeout=60s");
            String why = roadstead.kubectl("describe", "app/shop", "-n", ns);
            assertThat(why)
                    .contains("unauthorized", "asked with Secret registry")
                    .doesNotContain("wrong-pass");

            password(roadstead, ns, registry, TestRegistry.PASSWORD);
            roadstead.waitReady(ns, "shop");
            pinned(roadstead, ns, image);
            roadstead.kubectl("delete", "app/shop", "-n", ns, "--timeout=60s");
        }
    }

    /** The next Release, made while the registry answers, is pinned to a digest. */
    private static void pinned(Installation roadstead, String ns, String image) {
        roadstead.kubectl(
                "patch",
                "app/shop",
                "-n",
                ns,
                "--type=merge",
                "-p",
                "{\"spec\":{\"template\":{\"env\":[{\"name\":\"A\"}]}}}");
        String repository = image.substring(0, image.lastIndexOf(':'));
        String reference = Eventually.await(
                "the second release is resolved",
                Duration.ofSeconds(30),
                () -> roadstead
                        .tryKubectl("get", "release/shop-2", "-n", ns, "-o", "jsonpath={.status.image.reference}")
                        .stdout(),
                text -> !text.isEmpty());
        assertThat(reference).startsWith(repository + "@sha256:");
    }

    private static void push(Installation roadstead, TestRegistry registry, String image) {
        roadstead.docker("login", "-u", TestRegistry.USER, "-p", TestRegistry.PASSWORD, registry.host());
        try {
            roadstead.docker("tag", Installation.IMAGE_1, image);
            List<String> pushed = roadstead.docker("push", image);
            assertThat(pushed.getLast()).contains("digest: sha256:");
        } finally {
            roadstead.docker("rmi", image);
            roadstead.docker("logout", registry.host());
        }
    }

    private static void password(Installation roadstead, String ns, TestRegistry registry, String password) {
        roadstead.tryKubectl("delete", "secret/registry", "-n", ns);
        roadstead.kubectl(
                "create",
                "secret",
                "docker-registry",
                "registry",
                "-n",
                ns,
                "--docker-server=" + registry.host(),
                "--docker-username=" + TestRegistry.USER,
                "--docker-password=" + password);
    }
}
