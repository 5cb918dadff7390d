package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Server-side apply, diff and pruning by the real kubectl. */
@ExtendWith(RunningServer.class)
class KubectlApplyTest {
    private static final String WIDGET = """
            apiVersion: test.roadstead.dev/v1
            kind: Widget
            metadata:
              name: web
              labels: {set: "1"}
            spec:
              size: 3
              tags: {x: one}
            """;

    private static final String CONFIG_MAP = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: config
              labels: {set: "1"}
            data: {key: value}
            """;

    @TempDir
    private Path home;

    private Kubectl kubectl;

    @BeforeEach
    void begin(TestApi api) {
        kubectl = new Kubectl(api.kubeconfig(), api.namespace(), home);
    }

    private String file(String content) throws IOException {
        return Files.writeString(home.resolve("manifest.yaml"), content).toString();
    }

    private String widget(String jsonPath) throws Exception {
        return kubectl.ok("get", "widget", "web", "-o", "jsonpath=" + jsonPath, "--show-managed-fields");
    }

    @Test
    void appliesDiffsAndForcesInEveryVersion() throws Exception {
        for (String program : versions()) {
            Kubectl versioned = kubectl.at(program);
            String applied = versioned.ok("apply", "--server-side", "-f", file(WIDGET + CONFIG_MAP));
            assertThat(applied).contains("web serverside-applied", "configmap/config serverside-applied");

            String changed = file(WIDGET.replace("size: 3", "size: 4"));
            assertThat(versioned.ok("diff", "--server-side", "-f", changed)).contains("+  size: 4");
            assertThat(versioned.fails("apply", "--server-side", "--field-manager=other", "-f", changed))
                    .contains(
                            "Apply failed with 1 conflict: conflict with \"kubectl\": .spec.size", "--force-conflicts");
            versioned.ok("apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", changed);
            assertThat(widget("{.spec.size}")).isEqualTo("4");
            versioned.ok("delete", "-f", file(WIDGET + CONFIG_MAP));
        }
    }

    @Test
    void fieldsThatLeaveTheManifestLeaveTheObject() throws Exception {
        kubectl.ok("apply", "--server-side", "-f", file(WIDGET));
        kubectl.ok("label", "widget", "web", "mine=yes");

        kubectl.ok("apply", "--server-side", "-f", file(WIDGET.replace("  tags: {x: one}\n", "")));

        assertThat(widget("{.spec.tags}")).isEmpty();
        assertThat(widget("{.metadata.labels.mine}")).isEqualTo("yes");
        assertThat(widget("{.metadata.managedFields[*].manager}")).isEqualTo("kubectl kubectl-label");
    }

    @Test
    void objectMovesFromClientSideToServerSideApplyAndBack() throws Exception {
        kubectl.ok("apply", "-f", file(WIDGET));
        assertThat(widget("{.metadata.managedFields[*].manager}")).isEqualTo("kubectl-client-side-apply");

        kubectl.ok("apply", "--server-side", "-f", file(WIDGET.replace("size: 3", "size: 4")));
        assertThat(widget("{.spec.size}")).isEqualTo("4");
        assertThat(widget("{.metadata.managedFields[?(@.operation=='Apply')].manager}"))
                .startsWith("kubectl");
        assertThat(widget("{.metadata.annotations}")).contains("\\\"size\\\":4");
        kubectl.ok(
                "apply",
                "--server-side",
                "-f",
                file(WIDGET.replace("size: 3", "size: 4").replace("  tags: {x: one}\n", "")));
        assertThat(widget("{.spec.tags}")).isEmpty();

        assertThat(kubectl.ok("apply", "-f", file(WIDGET.replace("size: 3", "size: 5"))))
                .contains("configured");
        assertThat(widget("{.spec.size}")).isEqualTo("5");
    }

    @Test
    void pruneDeletesWhatLeftTheManifest() throws Exception {
        List<String> prune = List.of(
                "apply",
                "--prune",
                "-l",
                "set=1",
                "--prune-allowlist=core/v1/ConfigMap",
                "--prune-allowlist=test.roadstead.dev/v1/Widget",
                "-f");
        kubectl.ok(with(prune, file(WIDGET + CONFIG_MAP)));

        assertThat(kubectl.ok(with(prune, file(WIDGET)))).contains("configmap/config pruned");

        assertThat(kubectl.fails("get", "configmap", "config")).contains("NotFound");
        assertThat(widget("{.spec.size}")).isEqualTo("3");
    }

    @Test
    void applySetPrunesItsMembers() throws Exception {
        Kubectl sets = kubectl.with("KUBECTL_APPLYSET", "true");
        List<String> apply = List.of("apply", "--server-side", "--prune", "--applyset=configmaps/my-set", "-f");
        sets.ok(with(apply, file(WIDGET + CONFIG_MAP)));

        assertThat(sets.ok(with(apply, file(WIDGET)))).contains("configmap/config pruned");

        assertThat(kubectl.ok("get", "configmap", "my-set", "-o", "yaml"))
                .contains("applyset.kubernetes.io/id", "Widget.test.roadstead.dev");
        assertThat(kubectl.fails("get", "configmap", "config")).contains("NotFound");
    }

    private static String[] with(List<String> arguments, String last) {
        List<String> all = new ArrayList<>(arguments);
        all.add(last);
        return all.toArray(String[]::new);
    }

    private static List<String> versions() throws IOException {
        List<String> programs = new ArrayList<>(List.of("kubectl"));
        Path directory = Path.of("/usr/lib/google-cloud-sdk/bin");
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "kubectl.1.*")) {
                found.forEach(program -> programs.add(program.toString()));
            }
        }
        return programs;
    }
}
