package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.cli.signin.ApiServer;
import dev.roadstead.controller.client.Kubeconfig;
import dev.roadstead.controller.client.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Which server a sign-in is for. */
final class SignInServer {
    private SignInServer() {}

    /**
     * The server of a URL, or of this machine.
     *
     * @param authority a PEM file; null to take the one of this machine's server if the URL is its, else the system's
     * @throws CliException if there is neither, or a file cannot be read
     */
    static ApiServer find(@Nullable URI url, @Nullable Path authority, DataDir dataDir) {
        try {
            Kubeconfig own =
                    Files.exists(dataDir.adminKubeconfig()) ? Kubeconfig.read(dataDir.adminKubeconfig()) : null;
            URI server = url == null ? demand(own, dataDir).server() : plain(url);
            String pem = authority != null
                    ? certificates(authority)
                    : own != null && own.server().equals(server) ? own.certificateAuthority() : null;
            return new ApiServer(server, pem);
        } catch (IOException e) {
            throw CliException.io("read what proves the server", e, "check --ca and --data-dir");
        }
    }

    private static String certificates(Path authority) throws IOException {
        String pem = Files.readString(authority);
        try {
            var _ = Tls.trusting(pem);
            return pem;
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    "--ca " + authority + " has no certificate in it, expected one or more in PEM: the lines from"
                            + " -----BEGIN CERTIFICATE----- on; for a server of this machine that is pki/ca.crt of its"
                            + " data folder",
                    e);
        }
    }

    private static Kubeconfig demand(@Nullable Kubeconfig own, DataDir dataDir) {
        if (own == null) {
            throw new CliException("there is no server in " + dataDir.root()
                    + "; name one, such as https://roadstead.example.com:7443");
        }
        return own;
    }

    private static URI plain(URI url) {
        boolean fits = "https".equals(url.getScheme())
                && url.getHost() != null
                && url.getRawQuery() == null
                && url.getUserInfo() == null
                && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"));
        if (!fits) {
            throw new CliException(
                    "\"" + url + "\" is no address of a server, such as https://roadstead.example.com:7443");
        }
        return URI.create("https://" + url.getRawAuthority());
    }
}
