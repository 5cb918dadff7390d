package dev.roadstead.apiserver.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates with P-256 keys. */
final class Certificates {
    private static final Duration CA_LIFETIME = Duration.ofDays(3650);
    private static final Duration SERVER_LIFETIME = Duration.ofDays(365);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final SecureRandom random;

    Certificates(SecureRandom random) {
        this.random = random;
    }

    KeyPairAndCertificate authority(Instant now) throws GeneralSecurityException, IOException {
        KeyPair pair = newKeyPair();
        // The serial in the name keeps two installations apart in a client's trust store.
        BigInteger serial = newSerial();
        X500Name name = new X500Name("CN=Roadstead CA " + serial.toString(16).substring(0, 8));
        var builder = new JcaX509v3CertificateBuilder(
                name, serial, start(now), Date.from(now.plus(CA_LIFETIME)), name, pair.getPublic());
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        return new KeyPairAndCertificate(pair.getPrivate(), sign(builder, pair));
    }

    /** The hosts are DNS names and literal IP addresses. */
    KeyPairAndCertificate server(KeyPairAndCertificate authority, Collection<String> hosts, Instant now)
            throws GeneralSecurityException, IOException {
        KeyPair pair = newKeyPair();
        X500Name issuer = X500Name.getInstance(
                authority.certificate().getSubjectX500Principal().getEncoded());
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                newSerial(),
                start(now),
                Date.from(now.plus(SERVER_LIFETIME)),
                new X500Name("CN=Roadstead server"),
                pair.getPublic());
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(authority.certificate()));
        builder.addExtension(Extension.subjectAlternativeName, false, alternativeNames(hosts));
        KeyPair signer = new KeyPair(authority.certificate().getPublicKey(), authority.key());
        return new KeyPairAndCertificate(pair.getPrivate(), sign(builder, signer));
    }

    private static GeneralNames alternativeNames(Collection<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    /** A literal address has a colon (IPv6) or digits and dots only (IPv4). */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, KeyPair signer)
            throws GeneralSecurityException {
        try {
            var contentSigner = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(contentSigner));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a certificate", e);
        }
    }

    private KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private BigInteger newSerial() {
        return new BigInteger(127, random).setBit(126);
    }

    private static Date start(Instant now) {
        return Date.from(now.minus(CLOCK_SKEW));
    }
}
