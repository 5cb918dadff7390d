package dev.roadstead.cli.nodes;

import dev.roadstead.controller.host.transport.KnownHosts;
import dev.roadstead.model.Node.Connection;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.Node.Ssh;
import dev.roadstead.model.Node.Tcp;
import dev.roadstead.model.Node.Tls;
import dev.roadstead.model.Node.Unix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a Node would reach an engine, with what this machine has to be let in.
 *
 * @param secret what the Secret of the connection would hold; empty if it needs none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Way(Connection connection, Map<String, byte[]> secret) {
    private static final List<String> KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    /**
     * The way to an engine.
     *
     * @param tls folder with Docker's certificates, for TCP
     * @param ref how the connection names its Secret
     * @throws IOException if something is missing; the message says what and how to get it
     */
    public static Way to(EngineUrl url, Path tls, Surroundings surroundings, SecretRef ref) throws IOException {
        return switch (url) {
            case EngineUrl.Unix(String path) -> new Way(new Connection(new Unix(path), null, null), Map.of());
            case EngineUrl.Tcp tcp -> tcp(tcp, tls, ref);
            case EngineUrl.Ssh ssh -> ssh(ssh, surroundings, ref);
        };
    }

    private static Way tcp(EngineUrl.Tcp url, Path tls, SecretRef ref) throws IOException {
        if (!Files.isRegularFile(tls.resolve("cert.pem"))) {
            return new Way(new Connection(null, new Tcp(url.host(), url.port(), null), null), Map.of());
        }
        Map<String, byte[]> secret = new TreeMap<>();
        secret.put("ca.crt", Files.readAllBytes(tls.resolve("ca.pem")));
        secret.put("tls.crt", Files.readAllBytes(tls.resolve("cert.pem")));
        secret.put("tls.key", Files.readAllBytes(tls.resolve("key.pem")));
        return new Way(new Connection(null, new Tcp(url.host(), url.port(), new Tls(ref)), null), secret);
    }

    private static Way ssh(EngineUrl.Ssh url, Surroundings surroundings, SecretRef ref) throws IOException {
        Path knownHosts = surroundings.ssh().resolve("known_hosts");
        String hostKey = KnownHosts.hostKey(knownHosts, url.host(), url.port())
                .orElseThrow(() -> new IOException(knownHosts + " has no key of " + url.host()
                        + "; connect to it once with ssh, and compare the fingerprint that it shows"));
        Path key = KEYS.stream()
                .map(surroundings.ssh()::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "there is no key in " + surroundings.ssh() + " (" + String.join(", ", KEYS) + ")"));
        String user = url.user() == null ? surroundings.user() : url.user();
        Ssh ssh = new Ssh(url.host(), url.port(), user, ref, hostKey, url.socketPath());
        return new Way(new Connection(null, null, ssh), Map.of("ssh-privatekey", Files.readAllBytes(key)));
    }

    /** Names the connection, never the secret. */
    @Override
    public String toString() {
        return "Way[" + connection + "]";
    }
}
