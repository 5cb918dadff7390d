package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.model.Domain.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What there is to say of a certificate that can be read. */
final class CertificateChecks {
    private static final Duration SOON = Duration.ofDays(14);

    private CertificateChecks() {}

    /** {@code who} is as in "Secret cert has". */
    static Finding of(String who, String hostname, Certificate certificate, Instant now) {
        String until = certificate.notAfter().truncatedTo(ChronoUnit.SECONDS).toString();
        if (!covers(certificate, hostname)) {
            return Finding.no(
                    "WrongName",
                    who + " a certificate for " + String.join(", ", certificate.dnsNames()) + ", not for " + hostname);
        }
        if (now.isBefore(certificate.notBefore())) {
            return Finding.no("NotYetValid", who + " a certificate that is valid from " + certificate.notBefore());
        }
        if (now.isAfter(certificate.notAfter())) {
            return Finding.no("Expired", who + " a certificate that expired at " + until + "; put a new one in");
        }
        return now.plus(SOON).isAfter(certificate.notAfter())
                ? Finding.yes("ExpiresSoon", who + " a certificate that expires at " + until + "; renew it now")
                : Finding.yes("Valid", who + " a certificate that is valid until " + until);
    }

    /** The hostname may be a wildcard; one in the certificate stands for one label. */
    private static boolean covers(Certificate certificate, String hostname) {
        String parent = "*" + hostname.substring(hostname.indexOf('.'));
        return certificate.dnsNames().contains(hostname)
                || certificate.dnsNames().contains(parent);
    }
}
