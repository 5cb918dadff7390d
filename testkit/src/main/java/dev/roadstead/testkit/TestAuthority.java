package dev.roadstead.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority that a test has for itself. */
public final class TestAuthority {
    private final KeyPair key;
    private final X509Certificate certificate;

    /** A certificate and its key in PEM; the key in PKCS#8. */
    public record Issued(String certificate, String key) {}

    public TestAuthority() {
        this.key = newKey();
        this.certificate = sign("test authority", key, true, Instant.now().plus(1, ChronoUnit.DAYS));
    }

    /** Its own certificate in PEM. */
    public String certificate() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** Of a host, or of a client, for a day. */
    public Issued issue(String name) {
        return issue(name, Instant.now().plus(1, ChronoUnit.DAYS));
    }

    /** Of a host, or of a client, until then, which may have been. */
    public Issued issue(String name, Instant until) {
        KeyPair own = newKey();
        return new Issued(
                pem("CERTIFICATE", encoded(sign(name, own, false, until))),
                pem("PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    private X509Certificate sign(String name, KeyPair subject, boolean authority, Instant until) {
        X500Principal issuer = new X500Principal("CN=test authority");
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(System.nanoTime()),
                Date.from(Instant.now().minus(2, ChronoUnit.DAYS)),
                Date.from(until),
                new X500Principal("CN=" + name),
                subject.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                GeneralName[] names = {new GeneralName(GeneralName.dNSName, name)};
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate for " + name, e);
        }
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] der) {
        StringWriter text = new StringWriter();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return text.append("-----BEGIN " + type + "-----\n")
                .append(body)
                .append("\n-----END " + type + "-----\n")
                .toString();
    }
}
