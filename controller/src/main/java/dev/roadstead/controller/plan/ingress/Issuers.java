package dev.roadstead.controller.plan.ingress;

import dev.roadstead.model.Domain;
import dev.roadstead.model.Domain.TlsMode;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Edge.Acme;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who issues certificates by ACME for Domains with {@code tls.mode: Auto}, as far as the Edge says. */
public final class Issuers {
    /** The resolver that proves names by HTTP, and that Domains use which name none. */
    public static final String BY_HTTP = "letsencrypt";

    private static final String PRODUCTION = "https://acme-v02.api.letsencrypt.org/directory";
    private static final String STAGING = "https://acme-staging-v02.api.letsencrypt.org/directory";

    private Issuers() {}

    /** Why nobody will issue a certificate: a reason for programs, and what to do. */
    public record Problem(String reason, String message) {}

    /** The directory that is asked. */
    static String directory(Acme acme) {
        if (acme.directory() != null) {
            return acme.directory();
        }
        return switch (acme.environment()) {
            case Production -> PRODUCTION;
            case Staging -> STAGING;
        };
    }

    /** Why a Domain gets no certificate of the Edge's; empty if it may get one, or asks for none. */
    public static Optional<Problem> problem(Domain domain, Edge edge) {
        Domain.Tls tls = domain.spec().tls();
        if (tls.mode() != TlsMode.Auto) {
            return Optional.empty();
        }
        Acme acme = edge.spec().acme();
        if (acme == null) {
            return Optional.of(new Problem(
                    "NoIssuer",
                    "nobody issues certificates: set spec.acme of Edge " + Edge.NAME
                            + ", or tls.mode Secret with a certificate of your own, or Off"));
        }
        String wanted = tls.resolver() == null ? BY_HTTP : tls.resolver();
        boolean byDns = acme.dns().stream().anyMatch(dns -> dns.name().equals(wanted));
        if (!byDns && !wanted.equals(BY_HTTP)) {
            return Optional.of(new Problem(
                    "UnknownResolver",
                    "Edge %s has no resolver %s; it has %s".formatted(Edge.NAME, wanted, names(acme))));
        }
        return !byDns && domain.spec().hostname().startsWith("*.")
                ? Optional.of(new Problem(
                        "WildcardNeedsDns",
                        "a wildcard is proved by DNS only: set tls.resolver to one of spec.acme.dns of Edge "
                                + Edge.NAME))
                : Optional.empty();
    }

    private static String names(Acme acme) {
        return Stream.concat(Stream.of(BY_HTTP), acme.dns().stream().map(Edge.DnsResolver::name))
                .collect(Collectors.joining(", "));
    }
}
