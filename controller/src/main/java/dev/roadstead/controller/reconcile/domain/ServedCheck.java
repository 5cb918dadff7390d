package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lookup.CertificateLookup;
import dev.roadstead.controller.lookup.CertificateLookup.Answer;
import dev.roadstead.controller.lookup.CertificateLookup.Question;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Domain.Certificate;
import dev.roadstead.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which certificate edges show to visitors of a Domain, and what there is to say of it. */
record ServedCheck(RouteTable table, Lister<Node> nodes, CertificateLookup certificates, InstantSource clock) {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration FRESH_WHILE_WRONG = Duration.ofSeconds(15);
    private static final String DEFAULT = "CN=TRAEFIK DEFAULT CERT";

    /** @param certificate null when no edge shows one */
    record Served(@Nullable Certificate certificate, Finding finding) {}

    /**
     * What the edges show.
     *
     * @param wanted what they should show; null when they get one by ACME
     * @param wake runs when there is something new to say
     */
    Served of(Domain domain, @Nullable Certificate wanted, Runnable wake) {
        List<Served> all = new ArrayList<>();
        for (String name : table.asking()) {
            Node node = nodes.find("", name);
            if (node != null) {
                all.add(of(domain, wanted, node, wake));
            }
        }
        Certificate first = all.stream()
                .map(Served::certificate)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new Served(
                first,
                Finding.worst(all.stream().map(Served::finding).toList())
                        .orElseGet(() -> Finding.unknown(
                                "NotSeen", "no edge asks this server, so it is not known what they show")));
    }

    private Served of(Domain domain, @Nullable Certificate wanted, Node node, Runnable wake) {
        String edge = "the edge of node " + node.metadata().name();
        String address = address(node);
        if (address == null) {
            return new Served(null, Finding.unknown("NotSeen", edge + " is not met: set spec.address of its node"));
        }
        String hostname = NameChecks.probe(domain.spec().hostname());
        Question question = new Question(address, node.spec().ingress().httpsPort(), hostname);
        Optional<Answer> answer = certificates.find(
                question,
                latest -> judge(edge, domain, wanted, latest).finding().isTrue() ? FRESH : FRESH_WHILE_WRONG,
                wake);
        return answer.map(it -> judge(edge, domain, wanted, it))
                .orElseGet(() -> new Served(null, Finding.unknown("Asking", edge + " is being asked what it shows")));
    }

    private Served judge(String edge, Domain domain, @Nullable Certificate wanted, Answer answer) {
        return switch (answer) {
            case Answer.Failed(String why) ->
                new Served(null, Finding.unknown("NotSeen", "it is not known what " + edge + " shows: " + why));
            case Answer.Shown(var leaf) -> {
                Certificate shown = CertificateReading.describe(leaf);
                yield new Served(shown, judge(edge, domain, wanted, shown, clock.instant()));
            }
        };
    }

    private static Finding judge(
            String edge, Domain domain, @Nullable Certificate wanted, Certificate shown, Instant now) {
        String todo = domain.spec().tls().secretName() == null
                ? "ACME has not brought one; see the edge's log, and whether DNS and port 80 lead to it"
                : "it has yet to load the one of Secret " + domain.spec().tls().secretName();
        if (shown.subject().equals(DEFAULT)) {
            return Finding.no(
                    "DefaultCertificate", edge + " shows its own certificate, which no browser trusts: " + todo);
        }
        if (wanted != null && !wanted.equals(shown)) {
            return Finding.no(
                    "NotServed",
                    edge + " shows another certificate, with serial number " + shown.serial() + " of " + shown.issuer()
                            + ": " + todo);
        }
        return CertificateChecks.of(edge + " shows", domain.spec().hostname(), shown, now);
    }

    /** Where an edge is met from here; null if that is not known. */
    private static @Nullable String address(Node node) {
        Node.Connection connection = node.spec().connection();
        if (node.spec().address() != null) {
            return node.spec().address();
        }
        if (connection.ssh() != null) {
            return connection.ssh().host();
        }
        return connection.tcp() != null ? connection.tcp().host() : "127.0.0.1";
    }
}
