package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.BarredException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that shows a client's certificate, and trusts one authority and no other. */
final class MutualTls {
    private static final char[] IN_MEMORY = new char[0];
    private static final String NO_MATCH = " is not the key of the certificate in tls.crt";

    private MutualTls() {}

    /**
     * Of a Secret of type kubernetes.io/tls with ca.crt, or of the files as Docker names them.
     *
     * @throws BarredException if something is missing, unreadable, expired, or does not belong together
     */
    static SSLContext of(SecretData secret) throws BarredException {
        List<X509Certificate> authorities = certificates(secret, "ca.crt", "ca.pem");
        List<X509Certificate> chain = certificates(secret, "tls.crt", "cert.pem");
        X509Certificate own = chain.getFirst();
        requireValid(own, secret.describe("tls.crt"));
        PrivateKey key = PrivateKeys.read(
                secret.get("tls.key", "key.pem"), own.getPublicKey().getAlgorithm(), secret.describe("tls.key"));
        requireMatch(own, key, secret);
        try {
            return context(authorities, chain, key);
        } catch (GeneralSecurityException | IOException e) {
            throw new BarredException("TLS cannot be set up from " + secret.describe("tls.crt"), e);
        }
    }

    /** Proved by a signature: public keys can be written in more ways than one. */
    private static void requireMatch(X509Certificate certificate, PrivateKey key, SecretData secret)
            throws BarredException {
        String algorithm = switch (certificate.getPublicKey().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> certificate.getPublicKey().getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new BarredException(secret.describe("tls.key") + NO_MATCH, e);
        }
        throw new BarredException(secret.describe("tls.key") + NO_MATCH);
    }

    private static SSLContext context(List<X509Certificate> authorities, List<X509Certificate> chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        KeyStore own = empty();
        own.setKeyEntry("client", key, IN_MEMORY, chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, IN_MEMORY);
        KeyStore trusted = empty();
        for (X509Certificate authority : authorities) {
            trusted.setCertificateEntry("ca-" + trusted.size(), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<X509Certificate> certificates(SecretData secret, String key, String otherwise)
            throws BarredException {
        byte[] pem = secret.get(key, otherwise);
        try {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (!read.isEmpty()) {
                return read.stream().map(X509Certificate.class::cast).toList();
            }
        } catch (CertificateException e) {
            throw new BarredException(secret.describe(key) + " is no certificate that can be read; expected PEM", e);
        }
        throw new BarredException(secret.describe(key) + " holds no certificate; expected PEM");
    }

    private static void requireValid(X509Certificate certificate, String what) throws BarredException {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            throw new BarredException(
                    what + " has expired at " + certificate.getNotAfter().toInstant() + "; renew it", e);
        } catch (CertificateNotYetValidException e) {
            throw new BarredException(
                    what + " is not valid before " + certificate.getNotBefore().toInstant(), e);
        }
    }
}
