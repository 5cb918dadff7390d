package dev.roadstead.apiserver.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documents read by real clients: {@code kubectl} from the path (or the one that {@code KUBECTL} names, several being
 * separated by colons), and the oldest and the newest that Google's SDK keeps beside each other, where that is installed.
 */
class KubectlTest {
    private static final Path SDK = Path.of("/usr/lib/google-cloud-sdk/bin");

    private static final String MANIFEST = """
            apiVersion: stable.example.com/v1
            kind: CronTab
            metadata: {name: missing, namespace: default, creationTimestamp: null, labels: {a: b}}
            spec:
              {schedule: "* * * * *", port: 8080, extra: {deep: [1, {x: y}]}, target: {url: "http://x"}, labels: {a: b}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: web, namespace: default}
            data: {a: b}
            ---
            apiVersion: roadstead.dev/v1
            kind: Application
            metadata: {name: web, namespace: default}
            spec: {replicas: 2, template: {image: busybox, healthCheck: {http: {port: http}}}}
            """;

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicContainer> everyKubectl() throws IOException {
        return kubectls().stream().map(kubectl -> {
            Client client = new Client(kubectl, directory.resolve(kubectl.replace('/', '_')));
            return dynamicContainer(
                    kubectl,
                    List.of(
                            dynamicTest("lists the kinds", () -> listsTheKinds(client)),
                            dynamicTest("explains fields", () -> explainsFields(client)),
                            dynamicTest("prints tables", () -> printsTables(client)),
                            dynamicTest("applies and leaves validation to the server", () -> applies(client))));
        });
    }

    private static List<String> kubectls() throws IOException {
        String named = System.getProperty("KUBECTL", System.getenv().getOrDefault("KUBECTL", "kubectl"));
        List<String> kubectls = new ArrayList<>(Arrays.asList(named.split(":", -1)));
        if (Files.isDirectory(SDK)) {
            try (Stream<Path> files = Files.list(SDK)) {
                List<String> versions = files.map(Path::toString)
                        .filter(file -> file.matches(".*/kubectl\\.1\\.[0-9]{2}"))
                        .sorted()
                        .toList();
                if (!versions.isEmpty()) {
                    kubectls.addAll(new TreeSet<>(List.of(versions.getFirst(), versions.getLast())));
                }
            }
        }
        return kubectls;
    }

    private static void listsTheKinds(Client client) throws Exception {
        assertThat(client.run("api-resources"))
                .containsPattern("applications +app +roadstead.dev/v1 +true +Application")
                .containsPattern("crontabs +ct +stable.example.com/v1 +true +CronTab")
                .containsPattern("namespaces +ns +v1 +false +Namespace");
    }

    private static void explainsFields(Client client) throws Exception {
        assertThat(client.run("explain", "app.spec.template"))
                .contains("What a container is made from")
                .containsPattern("image\\s<string> -required-");
        assertThat(client.run("explain", "app.spec.template", "--recursive"))
                .containsPattern("ports\\s<\\[\\]Object>\\n +containerPort\\s<integer>");
        assertThat(client.run("explain", "cm.metadata.labels")).contains("map[string]string");
    }

    private static void printsTables(Client client) throws Exception {
        assertThat(client.run("get", "app"))
                .containsPattern("NAME +READY +REPLICAS")
                .containsPattern("web +True +3 .* 3h")
                .doesNotContain("IMAGE");
        assertThat(client.run("get", "app", "web", "-o", "wide"))
                .containsPattern("AGE +IMAGE +MESSAGE")
                .contains("busybox:stable");
        assertThat(client.run("get", "ev", "-A"))
                .containsPattern("NAMESPACE +LAST SEEN .*\\ndefault .* application/web +hello");
        assertThat(client.run("get", "ct", "-o", "name")).contains("crontab.stable.example.com/web");
    }

    /** Versions before 1.27 check manifests themselves, against version 2; later ones ask the server to. */
    private static void applies(Client client) throws Exception {
        Path manifest = Files.writeString(client.home.resolve("manifest.yaml"), MANIFEST);

        assertThat(client.run("apply", "-f", manifest.toString()))
                .contains(
                        "crontab.stable.example.com/web created",
                        "configmap/web configured",
                        "roadstead.dev/web configured");
        assertThat(client.run("apply", "--dry-run=server", "-f", manifest.toString()))
                .contains("(server dry run)");
    }

    /** A kubectl with a home, and so a cache, of its own. */
    private record Client(String kubectl, Path home) {
        String run(String... arguments) throws Exception {
            Files.createDirectories(home);
            try (DocumentServer server = new DocumentServer(TestKinds.catalog())) {
                List<String> command = new ArrayList<>(List.of(kubectl, "-s", server.url()));
                command.addAll(Arrays.asList(arguments));
                Path output = home.resolve("output");
                ProcessBuilder builder =
                        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
                builder.environment().put("HOME", home.toString());
                builder.environment().put("KUBECONFIG", "/dev/null");
                Process process = builder.start();
                boolean ended = process.waitFor(60, TimeUnit.SECONDS);
                process.destroyForcibly();
                String text = Files.readString(output);
                assertThat(ended).as("%s ended within 60 s: %s", command, text).isTrue();
                assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
                return text;
            }
        }
    }
}
