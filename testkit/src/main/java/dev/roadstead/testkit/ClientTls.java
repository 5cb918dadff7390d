package dev.roadstead.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS for clients of a server under test. */
public final class ClientTls {
    private ClientTls() {}

    /**
     * A context that trusts one authority and no other.
     *
     * @param authority its certificate, PEM
     * @throws IllegalArgumentException if that is no certificate
     */
    public static SSLContext trusting(byte[] authority) {
        return trusting(authority, null);
    }

    /**
     * The same of a client that can prove who it is.
     *
     * @param identity has one key with its certificate, and no password; null for nobody
     */
    public static SSLContext trusting(byte[] authority, @Nullable KeyStore identity) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity, new char[0]);
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the server's authority cannot be trusted", e);
        }
    }
}
