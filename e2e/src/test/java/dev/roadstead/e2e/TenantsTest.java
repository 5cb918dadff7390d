package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two organizations on one engine: neither sees, reaches or resolves what is the other's, and what goes is gone. */
@ExtendWith(Installation.Shared.class)
@Timeout(300)
class TenantsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final String suffix = Long.toString(ProcessHandle.current().pid(), 36);
    private final String red = "red-" + suffix;
    private final String blue = "blue-" + suffix;
    private final String alice = "alice-" + suffix;
    private final String bob = "bob-" + suffix;

    @Test
    void twoOrganizationsOnOneEngineHaveNothingInCommon(Installation roadstead) {
        organization(roadstead, red, alice);
        organization(roadstead, blue, bob);
        for (String namespace : List.of(red + "-shop", blue + "-shop")) {
            roadstead.apply("web.yaml", namespace, "replicas", "1", "image", Installation.IMAGE_1);
            roadstead.waitReady(namespace, "web");
        }
        eachSeesTheOwnOnly(roadstead);
        containersReachTheirOwnOnly(roadstead);
        noPolicyAboveTheLimit(roadstead);
        whoIsTakenOutSeesNothing(roadstead);
        whatIsSuspendedStopsAndStartsAgain(roadstead);
        aDeletedProjectIsGone(roadstead);
        for (String each : List.of(red, blue)) {
            roadstead.kubectl("annotate", "organization", each, "roadstead.dev/confirm-deletion=" + each);
        }
        roadstead.kubectl("delete", "organization", red, blue, "--timeout=90s");
        roadstead.kubectl("delete", "user", alice, bob, "--timeout=60s");
        assertThat(roadstead.kubectl("get", "namespaces,clusterroles,clusterrolebindings", "-o", "name"))
                .doesNotContain(red, blue, alice, bob);
        assertThat(roadstead.docker("network", "ls", "--format", "{{.Name}}")).noneMatch(name -> name.contains(suffix));
    }

    private static void organization(Installation roadstead, String name, String owner) {
        roadstead.apply("organization.yaml", "default", "name", name, "owner", owner);
        roadstead.kubectl("wait", "organization/" + name, "--for=condition=Ready", "--timeout=30s");
        roadstead.apply("project.yaml", name);
        roadstead.kubectl("wait", "project/shop", "-n", name, "--for=condition=Ready", "--timeout=30s");
    }

    private void eachSeesTheOwnOnly(Installation roadstead) {
        Eventually.await(
                "alice sees her own project",
                SOON,
                () -> roadstead
                        .tryKubectl("get", "projects", "-n", red, "-o", "name", "--as", alice)
                        .stdout(),
                said -> said.contains("shop"));
        roadstead.kubectl("get", "organization", red, "--as", alice);
        roadstead.kubectl("get", "application", "web", "-n", red + "-shop", "--as", alice);
        roadstead.kubectl("get", "user", alice, "--as", alice);
        refused(roadstead, "get", "organization", blue, "--as", alice);
        refused(roadstead, "get", "organizations", "--as", alice);
        refused(roadstead, "get", "users", "--as", alice);
        refused(roadstead, "get", "user", bob, "--as", alice);
        refused(roadstead, "get", "namespaces", "--as", alice);
        refused(roadstead, "get", "projects", "-n", blue, "--as", alice);
        refused(roadstead, "get", "projects", "-A", "--as", alice);
        refused(roadstead, "get", "application", "web", "-n", blue + "-shop", "--as", alice);
        refused(roadstead, "get", "application", "no-such", "-n", blue + "-shop", "--as", alice);
        refused(roadstead, "delete", "application", "web", "-n", blue + "-shop", "--as", alice);
        refused(
                roadstead,
                "label",
                "namespace",
                red + "-shop",
                "roadstead.dev/policy=privileged",
                "--overwrite",
                "--as",
                alice);
        refused(roadstead, "delete", "resourcequota", "project", "-n", red + "-shop", "--as", alice);
    }

    private void containersReachTheirOwnOnly(Installation roadstead) {
        String ours = container(roadstead, red + "-shop");
        String theirs = container(roadstead, blue + "-shop");
        String address = address(roadstead, theirs);
        assertThat(says(roadstead, ours, page(address(roadstead, ours)))).contains("image");
        assertThat(says(roadstead, theirs, page(address)))
                .as("it is there for those who may")
                .contains("image");
        assertThat(says(roadstead, ours, page(address)))
                .contains("out of reach")
                .doesNotContain("image");
        assertThat(says(roadstead, ours, lookup(nameOf(roadstead, ours)))).endsWith("known");
        String foreign = nameOf(roadstead, theirs);
        for (String name : List.of(foreign, foreign + ".roadstead." + blue + "-shop", theirs.substring(0, 12))) {
            assertThat(says(roadstead, ours, lookup(name))).as(name).endsWith("not found");
        }
    }

    private static String page(String address) {
        return "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 3 " + address + " 8080 || echo out of reach";
    }

    private static String lookup(String name) {
        return "nslookup " + name + " >/dev/null 2>&1 && echo known || echo not found";
    }

    private static String address(Installation roadstead, String container) {
        return roadstead
                .docker("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", container)
                .getFirst();
    }

    private static String nameOf(Installation roadstead, String container) {
        return roadstead
                .docker("inspect", "-f", "{{.Name}}", container)
                .getFirst()
                .substring(1);
    }

    private void noPolicyAboveTheLimit(Installation roadstead) {
        String label = "jsonpath={.metadata.labels.roadstead\\.dev/policy}";
        assertThat(roadstead.kubectl("get", "namespace", red + "-shop", "-o", label))
                .isEqualTo("baseline");
        assertThat(roadstead.kubectl("get", "namespace", red + "-shop-qa", "-o", label))
                .isEqualTo("restricted");
    }

    private void whoIsTakenOutSeesNothing(Installation roadstead) {
        roadstead.kubectl("patch", "organization", red, "--type=merge", "-p", "{\"spec\":{\"members\":[]}}");
        Eventually.await(
                "alice sees nothing",
                SOON,
                () -> roadstead.tryKubectl("get", "app", "-n", red + "-shop", "--as", alice),
                result -> result.exitCode() != 0);
        refused(roadstead, "get", "organization", red, "--as", alice);
        refused(roadstead, "get", "projects", "-n", red, "--as", alice);
        refused(roadstead, "get", "app", "-n", red + "-shop-qa", "--as", alice);
    }

    private void whatIsSuspendedStopsAndStartsAgain(Installation roadstead) {
        roadstead.kubectl("patch", "organization", blue, "--type=merge", "-p", "{\"spec\":{\"suspended\":true}}");
        Eventually.await("it is stopped", SOON, () -> running(roadstead, blue + "-shop"), List::isEmpty);
        assertThat(running(roadstead, red + "-shop")).as("the other's").hasSize(1);
        refused(roadstead, "scale", "app/web", "--replicas=2", "-n", blue + "-shop", "--as", bob);
        roadstead.kubectl("get", "app", "web", "-n", blue + "-shop", "--as", bob);
        roadstead.kubectl("patch", "organization", blue, "--type=merge", "-p", "{\"spec\":{\"suspended\":false}}");
        roadstead.waitReady(blue + "-shop", "web");
        assertThat(running(roadstead, blue + "-shop")).hasSize(1);
    }

    private void aDeletedProjectIsGone(Installation roadstead) {
        roadstead.kubectl("annotate", "project", "shop", "-n", red, "roadstead.dev/confirm-deletion=shop");
        roadstead.kubectl("delete", "project", "shop", "-n", red, "--timeout=90s");
        assertThat(roadstead.containersOf(red + "-shop")).isEmpty();
        assertThat(roadstead.kubectl("get", "namespaces", "-o", "name"))
                .doesNotContain(red + "-shop")
                .contains(red, blue + "-shop");
        assertThat(running(roadstead, blue + "-shop")).as("the other's").hasSize(1);
    }

    private static void refused(Installation roadstead, String... arguments) {
        assertThat(roadstead.tryKubectl(arguments).exitCode())
                .as(String.join(" ", arguments))
                .isNotZero();
    }

    private static List<String> running(Installation roadstead, String namespace) {
        return roadstead.docker("ps", "-q", "--filter", "label=roadstead.dev/namespace=" + namespace);
    }

    private static String container(Installation roadstead, String namespace) {
        return roadstead.containersOf(namespace).getFirst();
    }

    private static String says(Installation roadstead, String container, String command) {
        return String.join("\n", roadstead.docker("exec", container, "sh", "-c", command));
    }
}
