package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.BarredException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Iterator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.FailedLoginException;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Reads private keys in the forms that people have: OpenSSH, PKCS#8, PKCS#1, SEC1. Their texts are never shown. */
final class PrivateKeys {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private PrivateKeys() {}

    /**
     * The first key of a PEM text.
     *
     * @param what where the text is from, for messages
     * @throws BarredException if there is none, or it is encrypted
     */
    static KeyPair read(byte[] pem, String what) throws BarredException {
        try {
            Iterable<KeyPair> keys = SecurityUtils.loadKeyPairIdentities(
                    null, NamedResource.ofName("key"), new ByteArrayInputStream(pem), null);
            Iterator<KeyPair> found = keys == null ? null : keys.iterator();
            if (found != null && found.hasNext()) {
                return found.next();
            }
        } catch (FailedLoginException e) {
            throw new BarredException(what + " is protected by a passphrase; store it without one", e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Left out on purpose: a parser's words may quote what it read.
            throw unreadable(what);
        }
        throw unreadable(what);
    }

    /**
     * The key of a certificate. Of PKCS#8 the library wants the public half as well, which some programs leave out.
     *
     * @param algorithm of the certificate's key
     * @throws BarredException if there is none, or it is of another algorithm or encrypted
     */
    static PrivateKey read(byte[] pem, String algorithm, String what) throws BarredException {
        Matcher pkcs8 = PKCS8.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!pkcs8.find()) {
            return read(pem, what).getPrivate();
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(pkcs8.group(1));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(what);
        }
    }

    private static BarredException unreadable(String what) {
        return new BarredException(
                what + " is no private key that can be read; expected PEM: OPENSSH PRIVATE KEY, PRIVATE KEY, "
                        + "RSA PRIVATE KEY or EC PRIVATE KEY");
    }
}
