package dev.roadstead.apiserver.app;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates of clients, with the files that the server made. */
record TestCertificates(X500Principal name, PrivateKey key) {
    /** Both PEM. */
    record Issued(String certificate, String key) {}

    static TestCertificates of(Path pki) throws Exception {
        try (var in = Files.newInputStream(pki.resolve("ca.crt"))) {
            X509Certificate authority =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            String base64 = Files.readString(pki.resolve("ca.key")).replaceAll("-----.*-----|\\s", "");
            return new TestCertificates(
                    authority.getSubjectX500Principal(),
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64))));
        }
    }

    /** Another authority that says it were this one. */
    TestCertificates impostor() throws Exception {
        return new TestCertificates(name, keyPair().getPrivate());
    }

    /** The subject as in RFC 2253; the validity counts from now on. */
    Issued client(String subject, Duration validity) throws Exception {
        KeyPair pair = keyPair();
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(validity)),
                new X500Principal(subject),
                pair.getPublic());
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        byte[] signed = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                .getEncoded();
        return new Issued(
                pem("CERTIFICATE", signed), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    }

    private static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
