package dev.roadstead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.testkit.Kubectl;
import dev.roadstead.testkit.TestEngine;
import dev.roadstead.testkit.TestImages;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first, on a data folder of its own. */
class QuickstartTest {
    private static final Pattern PAGE = Pattern.compile("Web page +(http://\\S+)");

    private record Run(int exitCode, String output) {}

    @TempDir
    private Path home;

    @AfterEach
    void stop() throws Exception {
        Path kubeconfig = home.resolve("data/admin.kubeconfig");
        if (Files.exists(kubeconfig)) {
            Kubectl.find(kubeconfig, home).run("delete", "applications", "--all", "--timeout=50s");
        }
        roadstead("down");
    }

    @Test
    void itShowsARunningPageAndASecondRunChangesNothing() throws Exception {
        TestImages.busybox(TestEngine.socket(), "busybox", "stable");

        Run first = roadstead("quickstart", "--listen", "127.0.0.1:0");
        assertThat(first.exitCode()).as(first.output()).isZero();
        assertThat(first.output()).contains("Application hello created", "admin.kubeconfig", "kubectl", "down");
        assertThat(page(first.output())).contains("Hello from hello-1-0");

        Run second = roadstead("quickstart", "--listen", "127.0.0.1:0");
        assertThat(second.exitCode()).as(second.output()).isZero();
        assertThat(second.output()).contains("nothing was changed");
        assertThat(page(second.output())).contains("Hello from hello-1-0");

        assertThat(roadstead("status").exitCode()).isZero();
        assertThat(roadstead("down").exitCode()).isZero();
        assertThat(page(first.output())).as("containers outlive the server").contains("Hello from hello-1-0");
        assertThat(roadstead("status").exitCode()).as("not running").isEqualTo(3);
        assertThat(roadstead("up", "--listen", "127.0.0.1:0").exitCode()).isZero();
    }

    private Run roadstead(String... arguments) throws IOException, InterruptedException {
        String launcher =
                Path.of(System.getProperty("project.root"), "roadstead").toString();
        Path output = Files.createTempFile(home, "roadstead", ".out");
        List<String> command = Stream.concat(
                        Stream.of(
                                launcher,
                                arguments[0],
                                "--data-dir",
                                home.resolve("data").toString()),
                        Stream.of(arguments).skip(1))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(150, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return new Run(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private static String page(String output) throws Exception {
        Matcher url = PAGE.matcher(output);
        assertThat(url.find()).as(output).isTrue();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url.group(1)))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
