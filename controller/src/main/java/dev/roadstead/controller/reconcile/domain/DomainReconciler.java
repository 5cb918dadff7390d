package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.edge.Accepted;
import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.lookup.CertificateLookup;
import dev.roadstead.controller.lookup.NameLookup;
import dev.roadstead.controller.lookup.RouterLookup;
import dev.roadstead.controller.loop.Key;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.loop.Reconciler;
import dev.roadstead.controller.plan.ingress.Issuers;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.status.StatusCommitter;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Domain.TlsMode;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Middlewares;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.Organization;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings a Domain into the route table, or out of it, and writes its status. */
public final class DomainReconciler implements Reconciler {
    /** Edges fall silent, DNS and certificates change without an event. */
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private static final Duration WHILE_UNCLEAR = Duration.ofSeconds(1);
    private static final Duration WHILE_UNCONFIRMED = Duration.ofSeconds(2);

    private final Caches caches;
    private final Acceptance acceptance;
    private final DomainSecrets secrets;
    private final RouteTable table;
    private final NameLookup names;
    private final OwnershipCheck owned;
    private final RoutedCheck routed;
    private final ServedCheck served;
    private final Ownership ownership;
    private final String shard;
    private final Consumer<String> wake;
    private final StatusCommitter committer;
    private final InstantSource clock;

    /** What is read from memory; Domains with index {@code hostname}. */
    public record Caches(
            Lister<Domain> domains,
            Lister<Application> applications,
            Lister<Node> nodes,
            Lister<Edge> edges,
            Lister<Namespace> namespaces,
            Lister<Organization> organizations,
            Function<SecretRef, String> secretRevisions) {}

    /**
     * Who writes status: the owner of this shard.
     *
     * @param names by which the installation itself is reached: no Domain gets them
     */
    public record Writer(Ownership ownership, String shard, String installation, Set<String> names) {}

    /** What is asked of others. */
    public record Lookups(NameLookup names, RouterLookup routers, CertificateLookup certificates) {}

    /** {@code wake} gets the key of a Domain of which a lookup has something new to say. */
    public DomainReconciler(
            ApiClient client,
            Caches caches,
            RouteTable table,
            Lookups lookups,
            Writer writer,
            Consumer<String> wake,
            InstantSource clock) {
        this.caches = caches;
        this.acceptance =
                new Acceptance(caches.domains(), caches.applications(), new OwnNames(writer.names(), caches.edges()));
        this.secrets = new DomainSecrets(client, caches.secretRevisions());
        this.table = table;
        this.names = lookups.names();
        this.owned = new OwnershipCheck(
                names, caches.namespaces(), caches.organizations(), caches.edges(), writer.installation());
        this.routed = new RoutedCheck(table, caches.nodes(), lookups.routers());
        this.served = new ServedCheck(table, caches.nodes(), lookups.certificates(), clock);
        this.ownership = writer.ownership();
        this.shard = writer.shard();
        this.wake = wake;
        this.committer = new StatusCommitter(client);
        this.clock = clock;
    }

    /** What a pass has found out. */
    private record Findings(
            Finding accepted,
            @Nullable Finding owned,
            @Nullable Finding certificateReady,
            @Nullable CertificateReading certificate) {
        boolean mayBeRouted() {
            return accepted.isTrue() && (owned == null || owned.isTrue());
        }
    }

    @Override
    public Outcome reconcile(String key) {
        Key parsed = Key.parse(key);
        Domain domain = caches.domains().find(parsed.namespace(), parsed.name());
        if (domain == null || domain.metadata().deleting()) {
            table.remove(key);
            return Outcome.DONE;
        }
        Findings findings = route(domain);
        return switch (ownership.claim(shard)) {
            case OURS -> {
                Finding routing = routing(domain, findings);
                committer.commit(ResourceType.DOMAIN, domain, status(domain, findings, routing));
                boolean mayBeConfirmedSoon = routing.status() == Condition.Status.False
                        && routing.reason().equals(RoutedCheck.NOT_CONFIRMED);
                yield new Outcome.After(mayBeConfirmedSoon ? WHILE_UNCONFIRMED : AGAIN);
            }
            case UNCLEAR -> new Outcome.After(WHILE_UNCLEAR);
            case THEIRS -> new Outcome.After(AGAIN);
        };
    }

    /** Routes it if that can be; a certificate that cannot be used leaves the edge's own, passwords that cannot close it. */
    private Findings route(Domain domain) {
        Finding accepted = acceptance.of(domain);
        Finding proof = owned.of(domain, waking(domain));
        Finding certificateReady = issuer(domain);
        CertificateReading certificate = null;
        String secretName = domain.spec().tls().secretName();
        if (domain.spec().tls().mode() == TlsMode.Secret && secretName != null) {
            try {
                certificate = secrets.certificate(ref(domain, secretName));
                certificateReady = CertificateChecks.of(
                        "Secret " + secretName + " has",
                        domain.spec().hostname(),
                        certificate.certificate(),
                        clock.instant());
            } catch (IllegalArgumentException e) {
                certificateReady = Finding.no("Unusable", String.valueOf(e.getMessage()));
            }
        }
        Findings findings = new Findings(accepted, proof, certificateReady, certificate);
        if (findings.mayBeRouted()) {
            try {
                table.put(new Accepted(
                        DomainRoutes.of(domain, users(domain)), certificate == null ? null : certificate.pair()));
            } catch (IllegalArgumentException e) {
                Finding cannot = Finding.no("CannotBeRouted", String.valueOf(e.getMessage()));
                findings = new Findings(cannot, proof, certificateReady, certificate);
            }
        }
        if (!findings.mayBeRouted()) {
            table.remove(domain.key());
        }
        return findings;
    }

    /** Why the Edge gets no certificate for it; null if there is no Edge, or it may get one. */
    private @Nullable Finding issuer(Domain domain) {
        Edge edge = caches.edges().find("", Edge.NAME);
        return edge == null
                ? null
                : Issuers.problem(domain, edge)
                        .map(problem -> Finding.no(problem.reason(), problem.message()))
                        .orElse(null);
    }

    private List<String> users(Domain domain) {
        Middlewares middlewares = domain.spec().middlewares();
        return middlewares == null || middlewares.basicAuth() == null
                ? List.of()
                : secrets.users(ref(domain, middlewares.basicAuth().secretName()));
    }

    private Domain.Status status(Domain domain, Findings findings, Finding routing) {
        Instant now = clock.instant();
        Long generation = domain.metadata().generation();
        Set<String> addresses = addresses();
        String probe = NameChecks.probe(domain.spec().hostname());
        Optional<NameLookup.Answer> answer = names.find(probe, waking(domain));
        ServedCheck.Served shown = shown(domain, findings);
        List<Condition> conditions =
                domain.status() == null ? List.of() : domain.status().conditions();
        conditions = findings.accepted().in(conditions, "Accepted", generation, now);
        conditions = with(conditions, "OwnershipVerified", findings.owned(), generation, now);
        conditions = routing.in(conditions, "Routed", generation, now);
        conditions = NameChecks.ready(probe, addresses, answer).in(conditions, "DNSReady", generation, now);
        conditions = with(conditions, "CertificateReady", ready(domain, findings, shown), generation, now);
        return new Domain.Status(
                generation, List.copyOf(addresses), shown == null ? null : shown.certificate(), conditions);
    }

    private Finding routing(Domain domain, Findings findings) {
        return findings.mayBeRouted()
                ? routed.of(domain, waking(domain))
                : Finding.no("NotAccepted", "it is not routed; see the other conditions");
    }

    /** Null while there is nothing to show: edges are asked for what they should have only. */
    private ServedCheck.@Nullable Served shown(Domain domain, Findings findings) {
        if (domain.spec().tls().mode() == TlsMode.Off || !findings.mayBeRouted()) {
            return null;
        }
        CertificateReading wanted = findings.certificate();
        return served.of(domain, wanted == null ? null : wanted.certificate(), waking(domain));
    }

    /** What is wrong with what should be shown is the cause of all else, and its end is near whether it is seen or not. */
    private static @Nullable Finding ready(Domain domain, Findings findings, ServedCheck.@Nullable Served shown) {
        Finding wanted = findings.certificateReady();
        if (shown == null) {
            return wanted;
        }
        // A router that is nobody's here may have an issuer of its own.
        boolean shownAllTheSame =
                domain.spec().tls().mode() == TlsMode.Auto && shown.finding().isTrue();
        return wanted == null || shownAllTheSame
                ? shown.finding()
                : Finding.worst(List.of(wanted, shown.finding())).orElse(wanted);
    }

    private Runnable waking(Domain domain) {
        return () -> wake.accept(domain.key());
    }

    /** A condition that is nothing to say of is none. */
    private static List<Condition> with(
            List<Condition> conditions, String type, @Nullable Finding finding, Long generation, Instant now) {
        return finding == null
                ? conditions.stream().filter(it -> !it.type().equals(type)).toList()
                : finding.in(conditions, type, generation, now);
    }

    /** Of the nodes whose edges ask. */
    private Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        for (String name : table.asking()) {
            Node node = caches.nodes().find("", name);
            if (node != null && node.spec().address() != null) {
                addresses.add(node.spec().address());
            }
        }
        return addresses;
    }

    private static SecretRef ref(Domain domain, String name) {
        return new SecretRef(Objects.requireNonNull(domain.metadata().namespace()), name);
    }
}
