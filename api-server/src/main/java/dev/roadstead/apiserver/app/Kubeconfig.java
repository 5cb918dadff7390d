package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.tls.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A kubeconfig with one cluster, one user and one context.
 *
 * @param authority PEM of the certificate to trust
 */
record Kubeconfig(URI server, String authority, String user, String token) {
    /** Replaces the file as a whole; mode 0600. */
    void write(Path file) throws IOException {
        String ca = Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
        PrivateFile.write(file, """
                apiVersion: v1
                kind: Config
                clusters:
                - name: roadstead
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: %s
                  user:
                    token: %s
                contexts:
                - name: roadstead
                  context:
                    cluster: roadstead
                    user: %s
                current-context: roadstead
                """.formatted(server, ca, user, token, user));
    }

    /** Never shows the token. */
    @Override
    public String toString() {
        return "Kubeconfig[" + server + ", " + user + "]";
    }
}
