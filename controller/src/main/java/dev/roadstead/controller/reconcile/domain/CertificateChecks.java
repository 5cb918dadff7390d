package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.model.Domain;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What there is to say of a certificate that can be used. */
final class CertificateChecks {
    private static final Duration SOON = Duration.ofDays(14);

    private CertificateChecks() {}

    static Finding of(Domain domain, CertificateReading reading, Instant now) {
        Domain.Certificate certificate = reading.certificate();
        String hostname = domain.spec().hostname();
        String until = certificate.notAfter().truncatedTo(ChronoUnit.SECONDS).toString();
        String secret = "Secret " + domain.spec().tls().secretName();
        if (!reading.covers(hostname)) {
            return Finding.no(
                    "WrongName",
                    secret + " has a certificate for " + String.join(", ", certificate.dnsNames()) + ", not for "
                            + hostname);
        }
        if (now.isBefore(certificate.notBefore())) {
            return Finding.no(
                    "NotYetValid", secret + " has a certificate that is valid from " + certificate.notBefore());
        }
        if (now.isAfter(certificate.notAfter())) {
            return Finding.no("Expired", secret + " has a certificate that expired at " + until + "; put a new one in");
        }
        return now.plus(SOON).isAfter(certificate.notAfter())
                ? Finding.yes("ExpiresSoon", secret + " has a certificate that expires at " + until + "; renew it now")
                : Finding.yes("Valid", secret + " has a certificate that is valid until " + until);
    }
}
