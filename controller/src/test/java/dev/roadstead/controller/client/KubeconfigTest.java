package dev.roadstead.controller.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private static final String TEXT =
            """
            apiVersion: v1
            kind: Config
            current-context: here
            contexts:
            - name: there
              context: {cluster: other, user: other}
            - name: here
              context: {cluster: roadstead, user: admin}
            clusters:
            - name: roadstead
              cluster:
                server: https://127.0.0.1:6443
                certificate-authority-data: %s
            users:
            - name: admin
              user: {token: s3cret}
            """.formatted(Base64.getEncoder().encodeToString(PEM.getBytes(StandardCharsets.US_ASCII)));

    @TempDir
    Path dir;

    @Test
    void readsTheCurrentContext() throws IOException {
        Kubeconfig config = Kubeconfig.read(write(TEXT));

        assertThat(config).isEqualTo(new Kubeconfig(URI.create("https://127.0.0.1:6443"), PEM, "s3cret"));
    }

    @Test
    void readsAnAuthorityThatLiesInAFileBesideIt() throws IOException {
        Files.writeString(dir.resolve("ca.pem"), PEM);
        String text = TEXT.replaceAll("certificate-authority-data: .*", "certificate-authority: ca.pem");

        assertThat(Kubeconfig.read(write(text)).certificateAuthority()).isEqualTo(PEM);
    }

    @Test
    void neverShowsTheToken() throws IOException {
        assertThat(Kubeconfig.read(write(TEXT)).toString()).doesNotContain("s3cret");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Path noToken = write(TEXT.replace("token: s3cret", "name: x"));
        assertThatThrownBy(() -> Kubeconfig.read(noToken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("token");

        Path noContext = write(TEXT.replace("current-context: here", "current-context: nowhere"));
        assertThatThrownBy(() -> Kubeconfig.read(noContext))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("\"nowhere\" in contexts");

        Path badData = write(TEXT.replaceAll("certificate-authority-data: .*", "certificate-authority-data: '%%%'"));
        assertThatThrownBy(() -> Kubeconfig.read(badData))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("certificate-authority-data");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(dir.resolve("config"), text);
    }
}
