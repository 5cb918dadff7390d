package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real kubectl. */
@ExtendWith(RunningServer.class)
class KubectlTest {
    private static final String WIDGET = """
            apiVersion: test.roadstead.dev/v1
            kind: Widget
            metadata:
              name: web
            spec:
              size: 3
              replicas: 1
            """;

    @TempDir
    private Path home;

    private Kubectl kubectl;

    @BeforeEach
    void begin(TestApi api) {
        kubectl = new Kubectl(api.kubeconfig(), api.namespace(), home);
    }

    @Test
    void applyCreatesChangesAndRecognizesWhatIsUnchanged() throws Exception {
        Path file = Files.writeString(home.resolve("widget.yaml"), WIDGET);

        assertThat(kubectl.ok("apply", "-f", file.toString())).isEqualTo("widget.test.roadstead.dev/web created\n");
        assertThat(kubectl.ok("apply", "-f", file.toString())).isEqualTo("widget.test.roadstead.dev/web unchanged\n");
        Files.writeString(file, WIDGET.replace("size: 3", "size: 4"));
        assertThat(kubectl.ok("diff", "-f", file.toString(), "--server-side=false"))
                .contains("+  size: 4");
        assertThat(kubectl.ok("apply", "-f", file.toString())).isEqualTo("widget.test.roadstead.dev/web configured\n");
        assertThat(kubectl.ok("get", "widget", "web", "-o", "jsonpath={.spec.size}"))
                .isEqualTo("4");

        Files.writeString(file, WIDGET.replace("size: 3", "size: lots\n  sice: 1"));
        assertThat(kubectl.fails("apply", "-f", file.toString())).contains("sice");
        Files.writeString(file, WIDGET.replace("size: 3", "size: 0"));
        assertThat(kubectl.fails("apply", "-f", file.toString())).contains("spec.size");
    }

    @Test
    void getPrintsTheColumnsAndEveryOutputForm() throws Exception {
        apply(WIDGET);

        assertThat(kubectl.ok("get", "widgets")).containsPattern("NAME +SIZE +PHASE +AGE\nweb +3 ");
        assertThat(kubectl.ok("get", "wi", "-o", "wide")).containsPattern("COLOR.*\nweb +3 .*blue");
        assertThat(kubectl.ok("get", "wi", "web", "-o", "yaml")).contains("kind: Widget", "size: 3");
        assertThat(kubectl.ok("get", "wi", "-o", "json")).contains("\"kind\": \"List\"");
        assertThat(kubectl.ok("get", "wi", "-o", "name")).isEqualTo("widget.test.roadstead.dev/web\n");
        assertThat(kubectl.ok("get", "all")).contains("web");
        assertThat(kubectl.fails("get", "wi", "none"))
                .contains("(NotFound)", "widgets.test.roadstead.dev \"none\" not found");
        assertThat(kubectl.ok("describe", "widget", "web")).contains("Name:", "Size:", "Events:");
        assertThat(kubectl.ok("explain", "widget.spec.size")).contains("How large it is.");
        assertThat(kubectl.ok("api-resources")).contains("widgets", "configmaps", "customresourcedefinitions");
        assertThat(kubectl.ok("version")).contains("Server Version: v1.");
    }

    @Test
    void getWatchPrintsChanges() throws Exception {
        apply(WIDGET);
        try (var watch = kubectl.start("get", "wi", "-w", "-o", "jsonpath={.metadata.name}:{.spec.size} ")) {
            watch.awaitOutput("web:3 ");
            kubectl.ok("patch", "wi", "web", "--type=merge", "-p", "{\"spec\":{\"size\":5}}");
            watch.awaitOutput("web:5 ");
        }
    }

    @Test
    void changesInPlace() throws Exception {
        apply(WIDGET);

        assertThat(kubectl.ok("label", "wi", "web", "tier=front")).contains("labeled");
        assertThat(kubectl.ok("get", "wi", "-l", "tier=front", "-o", "name")).contains("web");
        assertThat(kubectl.ok("label", "wi", "web", "tier-")).contains("unlabeled");
        assertThat(kubectl.ok("get", "wi", "-l", "tier")).isEmpty();
        assertThat(kubectl.ok("annotate", "wi", "web", "note=hello")).contains("annotated");
        assertThat(kubectl.ok(
                        "patch",
                        "wi",
                        "web",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"add\",\"path\":\"/spec/color\",\"value\":\"red\"}]"))
                .contains("patched");
        assertThat(kubectl.ok("patch", "wi", "web", "--type=merge", "-p", "{\"spec\":{\"color\":\"red\"}}"))
                .contains("no change");
        assertThat(kubectl.ok("scale", "wi", "web", "--replicas=3")).contains("scaled");
        assertThat(kubectl.ok("scale", "wi", "web", "--current-replicas=3", "--replicas=4"))
                .contains("scaled");
        assertThat(kubectl.with("KUBE_EDITOR", "sed -i s/red/green/").ok("edit", "wi", "web"))
                .contains("edited");
        assertThat(kubectl.ok("get", "wi", "web", "-o", "jsonpath={.spec.color} {.spec.replicas}"))
                .isEqualTo("green 4");
    }

    @Test
    void waitSeesAConditionAndDeleteWaitsForTheEnd() throws Exception {
        apply(WIDGET);
        try (var waiting = kubectl.start("wait", "wi/web", "--for=condition=Ready", "--timeout=20s")) {
            kubectl.ok(
                    "patch",
                    "wi",
                    "web",
                    "--subresource=status",
                    "--type=merge",
                    "-p",
                    "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}");
            waiting.awaitOutput("condition met");
        }
        assertThat(kubectl.ok("delete", "wi", "web")).contains("deleted");
        assertThat(kubectl.ok("get", "wi", "--ignore-not-found")).isEmpty();
    }

    @Test
    void coreKindsApply(TestApi api) throws Exception {
        String manifests = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {color: blue}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: password}
                stringData: {password: hunter2}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s-more}
                """.formatted(api.namespace());
        assertThat(apply(manifests)).contains("configmap/settings created", "secret/password created", "created");
        assertThat(apply(manifests.replace("blue", "red"))).contains("configmap/settings configured", "unchanged");
        assertThat(kubectl.ok("get", "cm", "settings", "-o", "jsonpath={.data.color}"))
                .isEqualTo("red");
        assertThat(kubectl.ok("get", "secret", "password", "-o", "jsonpath={.data.password}"))
                .isEqualTo("aHVudGVyMg==");
        assertThat(kubectl.ok("get", "ns")).containsPattern(api.namespace() + "-more +Active");
        assertThat(kubectl.ok("delete", "ns", api.namespace() + "-more")).contains("deleted");
    }

    /** Since 1.32 kubectl sends these bodies as protobuf, before as JSON. */
    @Test
    void everyKubectlCreatesCoreKinds(TestApi api) throws Exception {
        byte[] binary = {0, (byte) 0xFF, (byte) 0x80, '\n', 0};
        Path file = Files.write(home.resolve("key"), binary);
        String encoded = Base64.getEncoder().encodeToString(binary);
        for (String program : kubectls()) {
            Kubectl client = kubectl.at(program);

            assertThat(client.ok(
                            "create", "secret", "generic", "s", "--from-file=" + file, "--from-literal=p=hünter 2"))
                    .isEqualTo("secret/s created\n");
            assertThat(client.ok("get", "secret", "s", "-o", "jsonpath={.data.key} {.data.p} {.type}"))
                    .isEqualTo(encoded + " aMO8bnRlciAy Opaque");
            assertThat(client.ok("create", "configmap", "c", "--from-file=" + file, "--from-literal=empty="))
                    .isEqualTo("configmap/c created\n");
            assertThat(client.ok("get", "configmap", "c", "-o", "jsonpath={.data} {.binaryData.key}"))
                    .isEqualTo("{\"empty\":\"\"} " + encoded);
            assertThat(client.ok("create", "serviceaccount", "a")).isEqualTo("serviceaccount/a created\n");
            String namespace = api.namespace() + "-new";
            assertThat(client.ok("create", "namespace", namespace)).isEqualTo("namespace/" + namespace + " created\n");
            assertThat(client.ok("get", "ns", namespace)).contains("Active");
            assertThat(client.ok("create", "secret", "generic", "dry", "--from-literal=a=b", "--dry-run=server"))
                    .isEqualTo("secret/dry created (server dry run)\n");
            assertThat(client.fails("get", "secret", "dry")).contains("(NotFound)");
            assertThat(client.fails("create", "configmap", "c")).contains("configmaps \"c\" already exists");
            assertThat(client.fails("create", "namespace", "No Good")).contains("metadata.name");

            assertThat(client.ok("create", "quota", "q", "--hard=requests.cpu=500m,count/secrets=9"))
                    .isEqualTo("resourcequota/q created\n");
            assertThat(client.ok("get", "quota", "q", "-o", "jsonpath={.spec.hard}"))
                    .contains("\"requests.cpu\":\"500m\"", "\"count/secrets\":\"9\"");

            assertThat(client.ok("delete", "quota/q", "secret/s", "configmap/c", "serviceaccount/a", "ns/" + namespace))
                    .contains("namespace \"" + namespace + "\" deleted");
        }
    }

    /** The one on PATH, and those that Google's SDK keeps beside each other, where it is installed. */
    static List<String> kubectls() throws IOException {
        List<String> programs = new ArrayList<>(List.of("kubectl"));
        Path sdk = Path.of("/usr/lib/google-cloud-sdk/bin");
        if (Files.isDirectory(sdk)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(sdk, "kubectl.1.*")) {
                files.forEach(file -> programs.add(file.toString()));
            }
        }
        return programs;
    }

    private String apply(String manifest) throws IOException, InterruptedException {
        Path file = Files.writeString(home.resolve("manifest.yaml"), manifest);
        return kubectl.ok("apply", "-f", file.toString());
    }
}
