package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartStopTest {
    @Test
    void objectsTokensAndCertificatesSurviveARestartAndAStopEndsWatches(@TempDir Path directory)
            throws IOException, InterruptedException {
        ServerConfig config = RunningServer.config(directory.resolve("data"));
        ApiServer first = ApiServer.start(config);
        TestApi before = new TestApi(first, "default", HttpClient.Version.HTTP_2);
        ObjectNode created = before.createWidget("a", "{\"size\": 1}");
        String kubeconfig = withoutServer(Files.readString(first.adminKubeconfig()));
        assertPrivate(first.adminKubeconfig(), first.controllerKubeconfig(), directory.resolve("data/pki/ca.key"));
        TestWatch watch = before.watch(before.widgets() + "?watch=true");
        watch.next("ADDED", "a");
        Instant begin = Instant.now();
        first.close();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
        watch.expectEnd();

        try (ApiServer server = ApiServer.start(config)) {
            TestApi api = new TestApi(server, "default", HttpClient.Version.HTTP_1_1);
            assertThat(api.get(api.widgets("a")).expect(200).json()).isEqualTo(created);
            assertThat(withoutServer(Files.readString(server.adminKubeconfig())))
                    .isEqualTo(kubeconfig);
            ObjectNode crd = api.get(
                            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.test.roadstead.dev")
                    .expect(200)
                    .json();
            assertThat(crd.at("/metadata/generation").asInt())
                    .as("installing it again changes nothing")
                    .isEqualTo(1);
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedInWords(@TempDir Path directory) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        ServerConfig config = new ServerConfig(
                directory.resolve("data"), "127.0.0.1", 0, "postgresql://u:secret@127.0.0.1:" + port + "/x", List.of());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ApiServer.start(config))
                .withMessageContaining("cannot open the database postgresql://u@127.0.0.1:" + port + "/x")
                .withMessageContaining("Connection refused")
                .withMessageContaining("check that it runs")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("io.netty", "secret"));
    }

    private static void assertPrivate(Path... files) throws IOException {
        for (Path file : List.of(files)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .isEqualTo("rw-------");
        }
    }

    private static String withoutServer(String kubeconfig) {
        return kubeconfig.replaceAll("server: .*", "");
    }
}
