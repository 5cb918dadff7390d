package dev.roadstead.controller.reconcile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.lookup.CertificateLookup;
import dev.roadstead.testkit.TestAuthority;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whether the certificate that visitors of a Domain get is the one that they ought to get. */
class DomainCertificateTest {
    private static final String AT = "192.0.2.1:443/shop.example.com";

    private final DomainWorld world = new DomainWorld();

    @Test
    void aCertificateHasToFitAndIsInTheConfiguration() throws Exception {
        TestAuthority authority = new TestAuthority();
        world.secret("good", authority.issue("shop.example.com", world.now().plus(90, ChronoUnit.DAYS)));
        world.put("shop/shop", tls("good"));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("Unknown NotSeen");
        assertThat(world.fetch("a")).contains("BEGIN CERTIFICATE").contains("BEGIN PRIVATE KEY");

        world.secret("good", authority.issue("shop.example.com", world.now().plus(13, ChronoUnit.DAYS)));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("True ExpiresSoon");
        world.secret("good", authority.issue("shop.example.com", world.now().minus(1, ChronoUnit.DAYS)));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False Expired");
        world.secret("good", authority.issue("other.example.com"));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False WrongName");
        world.secret("good", authority.issue("*.example.com"));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("True ExpiresSoon");
    }

    @Test
    void theCertificateIsTheOneThatTheEdgeShows() throws Exception {
        TestAuthority authority = new TestAuthority();
        TestAuthority.Issued wanted =
                authority.issue("shop.example.com", world.now().plus(90, ChronoUnit.DAYS));
        world.secret("good", wanted);
        world.put("shop/shop", tls("good"));
        world.fetch("a");
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("Unknown Asking");
        assertThat(world.status("shop/shop").certificate()).isNull();
        show(new TestAuthority().issue("TRAEFIK DEFAULT CERT"));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False DefaultCertificate");
        assertThat(Objects.requireNonNull(world.status("shop/shop").certificate())
                        .subject())
                .isEqualTo("CN=TRAEFIK DEFAULT CERT");
        show(authority.issue("shop.example.com", world.now().plus(60, ChronoUnit.DAYS)));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False NotServed");
        show(wanted);
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("True Valid");
        assertThat(Objects.requireNonNull(world.status("shop/shop").certificate())
                        .dnsNames())
                .containsExactly("shop.example.com");
        world.shown.put(AT, new CertificateLookup.Answer.Failed("nothing accepts connections there"));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("Unknown NotSeen");
        assertThat(world.message("shop/shop", "CertificateReady"))
                .contains("node a")
                .contains("nothing accepts connections");
        world.secret("good", authority.issue("other.example.com"));
        assertThat(world.said("shop/shop", "CertificateReady"))
                .as("the cause is in the Secret")
                .isEqualTo("False WrongName");
    }

    @Test
    void whatAcmeHasBroughtIsWarnedOfTwoWeeksBeforeItsEnd() throws Exception {
        world.put("shop/shop", "{hostname: shop.example.com, tls: {mode: Auto}}");
        world.fetch("a");
        TestAuthority authority = new TestAuthority();
        show(authority.issue("shop.example.com", world.now().plus(15, ChronoUnit.DAYS)));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("True Valid");
        show(authority.issue("shop.example.com", world.now().plus(13, ChronoUnit.DAYS)));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("True ExpiresSoon");
        show(authority.issue("shop.example.com", world.now().minus(1, ChronoUnit.DAYS)));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False Expired");
        show(authority.issue("b.example.com"));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False WrongName");
    }

    @Test
    void aKeyOfAnotherCertificateIsFoundOutAndNotServed() throws Exception {
        TestAuthority authority = new TestAuthority();
        var one = authority.issue("shop.example.com");
        var two = authority.issue("shop.example.com");
        world.secret("mixed", new TestAuthority.Issued(one.certificate(), two.key()));
        world.put("shop/shop", tls("mixed"));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False Unusable");
        assertThat(world.message("shop/shop", "CertificateReady"))
                .contains("tls.key does not fit")
                .doesNotContain(two.key());
        world.secret("mixed", new TestAuthority.Issued(one.certificate() + two.certificate(), one.key()));
        assertThat(world.message("shop/shop", "CertificateReady")).contains("out of order");
        world.secret("mixed", new TestAuthority.Issued(one.certificate() + authority.certificate(), one.key()));
        assertThat(world.said("shop/shop", "CertificateReady")).startsWith("True");
        world.secret("mixed", new TestAuthority.Issued("garbage", one.key()));
        assertThat(world.said("shop/shop", "CertificateReady")).isEqualTo("False Unusable");
        assertThat(world.fetch("a")).contains("websecure").doesNotContain("BEGIN");
    }

    private static String tls(String secret) {
        return "{hostname: shop.example.com, tls: {mode: Secret, secretName: " + secret + "}}";
    }

    private void show(TestAuthority.Issued issued) throws Exception {
        var in = new ByteArrayInputStream(DomainWorld.bytes(issued.certificate()));
        world.shown.put(AT, new CertificateLookup.Answer.Shown((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(in)));
    }
}
