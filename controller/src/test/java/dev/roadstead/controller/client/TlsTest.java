package dev.roadstead.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path dir;

    @Test
    void onlyTheAuthorityOfTheKubeconfigIsTrusted() throws Exception {
        String ours = certificate("ours");
        String another = certificate("another");
        HttpsServer server = server("ours");
        URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
        try (HttpApiClient client = new HttpApiClient(new Kubeconfig(address, ours, "t"));
                HttpApiClient misled = new HttpApiClient(new Kubeconfig(address, another, "t"));
                HttpApiClient plain = new HttpApiClient(new Kubeconfig(address, null, "t"))) {
            assertThat(client.getRaw("/version")).isPresent();
            for (HttpApiClient distrustful : List.of(misled, plain)) {
                assertThatThrownBy(() -> distrustful.getRaw("/version"))
                        .isInstanceOf(ApiCallException.class)
                        .hasMessageContaining("SSLHandshakeException");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAuthorityThatIsNoneIsRefusedAtOnce() {
        assertThatThrownBy(() -> Tls.trusting("-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certificate authority");
    }

    private HttpsServer server(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve(name))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/version", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            try (var out = exchange.getResponseBody()) {
                out.write("{}".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        return server;
    }

    /** Makes a key and a certificate of its own authority for 127.0.0.1, and returns the certificate as PEM. */
    private String certificate(String name) throws IOException, InterruptedException {
        keytool(
                name,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1");
        return keytool(name, "-exportcert", "-rfc", "-alias", "server");
    }

    private String keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", dir.resolve(store).toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
