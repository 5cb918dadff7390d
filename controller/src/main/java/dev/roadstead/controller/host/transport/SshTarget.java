package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.BarredException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/**
 * An SSH server and how to be let in.
 *
 * @param key of the user; never shown
 * @param hostKey the one key that the server may have
 */
record SshTarget(String host, int port, String user, KeyPair key, PublicKey hostKey) {
    /**
     * The key of a line such as {@code ssh-ed25519 AAAA…}.
     *
     * @throws BarredException if it is none
     */
    static PublicKey hostKey(String line) throws BarredException {
        try {
            PublicKey key = PublicKeyEntry.parsePublicKeyEntry(line)
                    .resolvePublicKey(null, null, PublicKeyEntryResolver.FAILING);
            if (key != null) {
                return key;
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new BarredException("hostKey of the Node is no public key; " + WHERE, e);
        }
        throw new BarredException("hostKey of the Node is no public key; " + WHERE);
    }

    private static final String WHERE = "expected type and base64, as ssh-keyscan prints them behind the host's name";

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
