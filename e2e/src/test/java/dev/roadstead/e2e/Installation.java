package dev.roadstead.e2e;

import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import dev.roadstead.testkit.Kubectl;
import dev.roadstead.testkit.MadeDatabase;
import dev.roadstead.testkit.TestEngine;
import dev.roadstead.testkit.TestImages;
import dev.roadstead.testkit.edge.Edge;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The one installation that all scenarios share: server, kubectl, engine and two images that differ in their page. */
final class Installation implements AutoCloseable {
    static final String IMAGE_1 = "roadstead-e2e/web:1";
    static final String IMAGE_2 = "roadstead-e2e/web:2";

    private final String run = Long.toString(ProcessHandle.current().pid(), 36);
    private final int edgePort = FreePort.find();
    private final int edgeTlsPort = FreePort.find();
    private final Path home;
    private final ServerProcess server;
    private final Kubectl kubectl;

    private Installation() throws Exception {
        home = Files.createTempDirectory("roadstead-e2e");
        TestImages.busybox(TestEngine.socket(), "roadstead-e2e/web", "1");
        TestImages.busybox(TestEngine.socket(), "roadstead-e2e/web", "2");
        MadeDatabase.into(home.resolve("data"));
        server = new ServerProcess(
                        home.resolve("data"),
                        "--edge-listen",
                        "127.0.0.1:" + edgePort,
                        "--edge-tls-listen",
                        "0.0.0.0:" + edgeTlsPort,
                        "--edge-name",
                        "127.0.0.1")
                .start();
        kubectl = Kubectl.find(server.kubeconfig(), Files.createDirectory(home.resolve("kubectl")));
    }

    ServerProcess server() {
        return server;
    }

    /** Where edges get their configuration, on loopback. */
    int edgePort() {
        return edgePort;
    }

    /** Where edges of other machines get it, by TLS. */
    int edgeTlsPort() {
        return edgeTlsPort;
    }

    /** The token of a node's edge. */
    String edgeToken(String node) {
        String encoded = Eventually.await(
                "node " + node + " has a token",
                Duration.ofSeconds(20),
                () -> tryKubectl(
                                "get",
                                "secret",
                                "edge-" + node,
                                "-n",
                                "roadstead-system",
                                "-o",
                                "jsonpath={.data.token}")
                        .stdout(),
                token -> !token.isEmpty());
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
    }

    /** Starts an edge of node local. */
    Edge startEdge() {
        return Edge.start(URI.create("http://127.0.0.1:" + edgePort + "/v1/edges/local/traefik"), edgeToken("local"));
    }

    /** Runs kubectl and expects it to succeed; its standard output. */
    String kubectl(String... arguments) {
        Kubectl.Result result = tryKubectl(arguments);
        if (result.exitCode() != 0) {
            throw new AssertionError("kubectl " + String.join(" ", arguments) + " ended with " + result.exitCode()
                    + "\n" + result.stdout() + result.stderr());
        }
        return result.stdout();
    }

    /** Runs kubectl, whatever comes of it. */
    Kubectl.Result tryKubectl(String... arguments) {
        return kubectlWithInput("", arguments);
    }

    private Kubectl.Result kubectlWithInput(String input, String... arguments) {
        try {
            return kubectl.runWithInput(input, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException("kubectl", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Awaits that application web has its three containers of this release, and no others. */
    void awaitComplete(String namespace, Duration atMost, int release) {
        String fields = "jsonpath={.status.currentRelease} {.status.rollout.phase} {.status.replicas}";
        Eventually.await(
                "release " + release + " is rolled out, and nothing else is left",
                atMost,
                () -> tryKubectl("get", "app", "web", "-n", namespace, "-o", fields)
                        .stdout(),
                status -> status.equals(release + " Complete 3"));
    }

    /** Applies a manifest of the scenarios' resources with {@code ${name}} replaced; what kubectl said. */
    Kubectl.Result apply(String manifest, String namespace, String... replacements) {
        try (InputStream in = Installation.class.getResourceAsStream(manifest)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + manifest);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (int i = 0; i < replacements.length; i += 2) {
                text = text.replace("${" + replacements[i] + "}", replacements[i + 1]);
            }
            return kubectlWithInput(text, "apply", "--namespace", namespace, "-f", "-");
        } catch (IOException e) {
            throw new UncheckedIOException(manifest, e);
        }
    }

    /** Gives the machine's node this {@code spec.ingress}, as a merge patch. */
    void ingress(String ingress) {
        kubectl("patch", "node", "local", "--type=merge", "-p", "{\"spec\": {\"ingress\": " + ingress + "}}");
    }

    /** Runs the docker CLI against the machine's engine; the lines that it printed. */
    List<String> docker(String... arguments) {
        return run("docker", arguments);
    }

    /** Runs the roadstead CLI against the server; the lines that it printed. */
    List<String> roadstead(String... arguments) {
        return run(Path.of(System.getProperty("project.root"), "roadstead").toString(), arguments);
    }

    private List<String> run(String program, String... arguments) {
        try {
            ProcessBuilder command = new ProcessBuilder(Stream.concat(Stream.of(program), Arrays.stream(arguments))
                            .toList())
                    .redirectErrorStream(true);
            command.environment().put("ROADSTEAD_HOME", home.resolve("data").toString());
            Process process = command.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(program + " " + String.join(" ", arguments) + ": " + output);
            }
            return output.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ids of the Docker containers of a namespace, in any state. */
    List<String> containersOf(String namespace) {
        return docker("ps", "-aq", "--no-trunc", "--filter", "label=roadstead.dev/namespace=" + namespace);
    }

    /** Creates a namespace whose name begins so, and which no other run uses on this engine; its name. */
    String namespace(String prefix) {
        String name = prefix + "-" + run;
        kubectl("create", "namespace", name);
        return name;
    }

    void waitReady(String namespace, String application) {
        kubectl("wait", "--namespace", namespace, "--for=condition=Ready", "--timeout=60s", "app/" + application);
    }

    /** Stops the server, and removes what a failed scenario left on the engine. */
    @Override
    public void close() {
        String installation = kubectl("get", "namespace", "roadstead-system", "-o", "jsonpath={.metadata.uid}");
        server.close();
        String ours = "label=roadstead.dev/managed-by=" + installation;
        docker("ps", "-aq", "--filter", ours).forEach(id -> docker("rm", "-f", id));
        docker("network", "ls", "-q", "--filter", ours).forEach(id -> docker("network", "rm", id));
        docker("volume", "ls", "-q", "--filter", ours).forEach(name -> docker("volume", "rm", name));
    }

    /** Gives every scenario the same installation. */
    static final class Shared implements ParameterResolver {
        private static final ExtensionContext.Namespace KEY = ExtensionContext.Namespace.create(Installation.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Installation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(KEY).computeIfAbsent(Installation.class, key -> create());
        }

        private static Installation create() {
            try {
                return new Installation();
            } catch (Exception e) {
                throw new IllegalStateException("the installation did not start", e);
            }
        }
    }
}
