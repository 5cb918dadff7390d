package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.plan.route.Routing;
import dev.roadstead.model.Domain;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A certificate and its key as a Secret of type kubernetes.io/tls has them, found to belong together.
 *
 * @param pair as the edge gets it
 * @param certificate what it says
 */
record CertificateReading(Routing.Certificate pair, Domain.Certificate certificate) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final int DNS_NAME = 2;

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if they cannot be read or do not belong together; the message says what to do, and
     *     nothing of the key
     */
    static CertificateReading of(Map<String, byte[]> data) {
        String chainText = text(data, "tls.crt");
        String keyText = text(data, "tls.key");
        List<X509Certificate> chain = chain(chainText);
        X509Certificate leaf = chain.getFirst();
        requireSame(leaf, key(keyText, leaf));
        for (int i = 0; i + 1 < chain.size(); i++) {
            requireIssued(chain.get(i), chain.get(i + 1));
        }
        return new CertificateReading(new Routing.Certificate(chainText, keyText), describe(leaf));
    }

    /**
     * What a certificate says.
     *
     * @throws IllegalArgumentException if its names cannot be read
     */
    static Domain.Certificate describe(X509Certificate leaf) {
        return new Domain.Certificate(
                leaf.getIssuerX500Principal().getName(),
                leaf.getSubjectX500Principal().getName(),
                dnsNames(leaf),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                leaf.getSerialNumber().toString(16));
    }

    private static String text(Map<String, byte[]> data, String key) {
        byte[] value = data.get(key);
        if (value == null) {
            throw new IllegalArgumentException("key " + key + " is missing");
        }
        return new String(value, StandardCharsets.ISO_8859_1).strip() + "\n";
    }

    private static List<X509Certificate> chain(String pem) {
        try {
            var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1));
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!chain.isEmpty() && pem.startsWith("-----BEGIN CERTIFICATE-----")) {
                return chain;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("tls.crt has no certificate in PEM that can be read", e);
        }
        throw new IllegalArgumentException("tls.crt does not begin with a certificate in PEM");
    }

    private static PrivateKey key(String pem, X509Certificate leaf) {
        var body = KEY.matcher(pem);
        if (!body.find()) {
            throw new IllegalArgumentException(
                    "tls.key has no key in PKCS#8, which begins with BEGIN PRIVATE KEY; openssl pkcs8 -topk8 -nodes makes"
                            + " one of others");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(body.group(1));
            return KeyFactory.getInstance(leaf.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("tls.key is no key for the certificate in tls.crt", e);
        }
    }

    /** What the key signs, the certificate verifies. */
    private static void requireSame(X509Certificate leaf, PrivateKey key) {
        byte[] sample = "roadstead".getBytes(StandardCharsets.US_ASCII);
        try {
            String algorithm = switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
            };
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(sample);
            byte[] signed = signature.sign();
            signature.initVerify(leaf.getPublicKey());
            signature.update(sample);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("tls.key does not fit the certificate in tls.crt", e);
        }
        throw new IllegalArgumentException("tls.key does not fit the first certificate in tls.crt");
    }

    private static void requireIssued(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the chain in tls.crt is out of order: " + certificate.getSubjectX500Principal()
                            + " was not issued by the certificate behind it",
                    e);
        }
    }

    private static List<String> dnsNames(X509Certificate leaf) {
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Objects.equals(name.getFirst(), DNS_NAME))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the names of the certificate cannot be read", e);
        }
    }
}
