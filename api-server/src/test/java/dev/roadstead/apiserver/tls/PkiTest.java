package dev.roadstead.apiserver.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "::1");

    @TempDir
    private Path directory;

    @Test
    void serverCertificateIsSignedByTheAuthorityForItsHosts() throws Exception {
        Pki.ServerIdentity identity = ensure(NOW, HOSTS);

        X509Certificate server = Pem.certificate(identity.certificate());
        server.verify(Pem.certificate(identity.authority()).getPublicKey());
        assertThat(server.getSubjectAlternativeNames().stream().map(name -> String.valueOf(name.get(1))))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(identity.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws IOException {
        ensure(NOW, HOSTS);

        for (String file : Set.of("ca.key", "server.key")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void certificatesAreKeptWhileTheyServe() throws IOException {
        Pki.ServerIdentity first = ensure(NOW, HOSTS);

        assertThat(ensure(NOW.plus(Duration.ofDays(300)), HOSTS)).isEqualTo(first);
    }

    @Test
    void serverCertificateIsRenewedBeforeItExpiresAndForNewHosts() throws IOException, GeneralSecurityException {
        Pki.ServerIdentity first = ensure(NOW, HOSTS);
        Pki.ServerIdentity later = ensure(NOW.plus(Duration.ofDays(340)), HOSTS);
        Pki.ServerIdentity wider = ensure(NOW.plus(Duration.ofDays(340)), Set.of("localhost", "roads.example"));

        assertThat(later.certificate()).isNotEqualTo(first.certificate());
        assertThat(wider.certificate()).isNotEqualTo(later.certificate());
        assertThat(wider.authority()).isEqualTo(first.authority());
        Pem.certificate(wider.certificate())
                .verify(Pem.certificate(first.authority()).getPublicKey());
    }

    @Test
    void brokenFileIsNamed() throws IOException {
        ensure(NOW, HOSTS);
        Files.writeString(directory.resolve("ca.crt"), "nonsense");

        assertThatThrownBy(() -> ensure(NOW, HOSTS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString());
    }

    private Pki.ServerIdentity ensure(Instant now, Set<String> hosts) throws IOException {
        return new Pki(directory, InstantSource.fixed(now), new SecureRandom()).ensure(hosts);
    }
}
