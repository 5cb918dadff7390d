package dev.roadstead.controller.host.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;

/** What a person's SSH client has learned of servers. */
public final class KnownHosts {
    /** The best first. */
    private static final List<String> TYPES =
            List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa");

    private KnownHosts() {}

    /**
     * The public key of a server, as a Node names it: type and base64.
     *
     * @param file a known_hosts file; it need not exist, and its host names may be hashed
     * @throws IOException if the file cannot be read
     */
    public static Optional<String> hostKey(Path file, String host, int port) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return KnownHostEntry.readKnownHostEntries(file).stream()
                .filter(entry -> entry.getMarker() == null && entry.isHostMatch(host, port))
                .map(KnownHostEntry::getKeyEntry)
                .filter(key -> TYPES.contains(key.getKeyType()))
                .min(Comparator.comparingInt((AuthorizedKeyEntry key) -> TYPES.indexOf(key.getKeyType())))
                .map(key ->
                        key.getKeyType() + " " + java.util.Base64.getEncoder().encodeToString(key.getKeyData()));
    }
}
