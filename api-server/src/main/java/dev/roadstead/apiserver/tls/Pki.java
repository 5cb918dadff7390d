package dev.roadstead.apiserver.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one installation's certificates: {@code ca.crt}, {@code ca.key}, {@code server.crt}, {@code server.key}. */
public final class Pki {
    private static final Logger LOG = LoggerFactory.getLogger(Pki.class);
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Path directory;
    private final InstantSource clock;
    private final Certificates certificates;

    public Pki(Path directory, InstantSource clock, SecureRandom random) {
        this.directory = directory;
        this.clock = clock;
        this.certificates = new Certificates(random);
    }

    /**
     * What a TLS server needs, as PEM.
     *
     * @param authority the certificate that clients trust
     */
    public record ServerIdentity(String authority, String certificate, String key) {
        /** Never shows the key. */
        @Override
        public String toString() {
            return "ServerIdentity[...]";
        }
    }

    /**
     * Reads the certificates, or makes those that are missing, about to expire, or without one of the hosts.
     *
     * @param hosts DNS names and literal addresses by which clients reach the server
     * @throws IOException if the directory cannot be read or written, or holds something else
     */
    public ServerIdentity ensure(Set<String> hosts) throws IOException {
        try {
            KeyPairAndCertificate authority = ensureAuthority();
            KeyPairAndCertificate server = ensureServer(authority, hosts);
            return new ServerIdentity(
                    Pem.of(authority.certificate()), Pem.of(server.certificate()), Pem.of(server.key()));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the certificates in " + directory + ": " + e.getMessage(), e);
        }
    }

    private KeyPairAndCertificate ensureAuthority() throws IOException, GeneralSecurityException {
        if (exists("ca")) {
            return read("ca");
        }
        LOG.info("Making a certificate authority in {}", directory);
        return write("ca", certificates.authority(clock.instant()));
    }

    private KeyPairAndCertificate ensureServer(KeyPairAndCertificate authority, Set<String> hosts)
            throws IOException, GeneralSecurityException {
        if (exists("server")) {
            KeyPairAndCertificate present = read("server");
            if (isUsable(present.certificate(), authority.certificate(), hosts, clock.instant())) {
                return present;
            }
        }
        LOG.info("Making a server certificate for {}", hosts);
        return write("server", certificates.server(authority, new TreeSet<>(hosts), clock.instant()));
    }

    private static boolean isUsable(
            X509Certificate certificate, X509Certificate authority, Set<String> hosts, Instant now)
            throws GeneralSecurityException, IOException {
        if (now.plus(RENEW_BEFORE).isAfter(certificate.getNotAfter().toInstant())) {
            return false;
        }
        if (!certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        Set<String> wanted = new TreeSet<>();
        for (String host : hosts) {
            wanted.add(normalize(host));
        }
        return alternativeNames(certificate).equals(wanted);
    }

    private static Set<String> alternativeNames(X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        if (names == null) {
            return Set.of();
        }
        Set<String> found = names.stream()
                .filter(name -> name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                .map(name -> String.valueOf(name.get(1)))
                .collect(Collectors.toSet());
        Set<String> normalized = new TreeSet<>();
        for (String name : found) {
            normalized.add(normalize(name));
        }
        return normalized;
    }

    /** IPv6 addresses have many spellings. */
    private static String normalize(String host) throws IOException {
        return Certificates.isAddress(host) ? InetAddress.getByName(host).getHostAddress() : host;
    }

    private boolean exists(String name) {
        return Files.exists(file(name, ".crt")) && Files.exists(file(name, ".key"));
    }

    private KeyPairAndCertificate read(String name) throws IOException, GeneralSecurityException {
        return new KeyPairAndCertificate(
                Pem.ecKey(Files.readString(file(name, ".key"))), Pem.certificate(Files.readString(file(name, ".crt"))));
    }

    private KeyPairAndCertificate write(String name, KeyPairAndCertificate made)
            throws IOException, GeneralSecurityException {
        // The key first: a certificate without its key would be useless, a key without a certificate is replaced.
        PrivateFile.write(file(name, ".key"), Pem.of(made.key()));
        PrivateFile.write(file(name, ".crt"), Pem.of(made.certificate()));
        return made;
    }

    private Path file(String name, String suffix) {
        return directory.resolve(name + suffix);
    }
}
