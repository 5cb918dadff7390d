package dev.roadstead.controller.reconcile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.roadstead.controller.edge.EdgeServer;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.lookup.CertificateLookup;
import dev.roadstead.controller.lookup.NameLookup.Answer;
import dev.roadstead.controller.lookup.RouterLookup;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.plan.route.DynamicDocument;
import dev.roadstead.controller.plan.route.Router;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Json;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Organization;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.testkit.TestAuthority;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DomainReconcilerTest {
    private static final String AT = "192.0.2.1:443/shop.example.com";
    private static final String OFF = "{hostname: shop.example.com, tls: {mode: 'Off'}}";

    private Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final MemoryApi api = new MemoryApi(new Effects(), () -> now);
    private final Map<String, Answer> dns = new HashMap<>();
    private final Map<String, RouterLookup.Report> loaded = new HashMap<>();
    private final Map<String, CertificateLookup.Answer> shown = new HashMap<>();
    private final Map<SecretRef, String> revisions = new HashMap<>();
    private Ownership.Claim claim = Ownership.Claim.OURS;
    private final RouteTable table = new RouteTable(
            api.lister(ResourceType.APPLICATION, Map.of()),
            api.lister(ResourceType.CONTAINER, Map.of("application", (Container it) -> Set.of(""))),
            api.lister(ResourceType.NODE, Map.of()),
            () -> now,
            _ -> {});
    private final DomainReconciler reconciler = new DomainReconciler(
            api,
            new DomainReconciler.Caches(
                    api.lister(
                            ResourceType.DOMAIN,
                            Map.of("hostname", (Domain it) -> Set.of(it.spec().hostname()))),
                    api.lister(ResourceType.APPLICATION, Map.of()),
                    api.lister(ResourceType.NODE, Map.of()),
                    api.lister(ResourceType.EDGE, Map.of()),
                    api.lister(ResourceType.NAMESPACE, Map.of()),
                    api.lister(ResourceType.ORGANIZATION, Map.of()),
                    ref -> revisions.getOrDefault(ref, "")),
            table,
            new DomainReconciler.Lookups(
                    (name, _) -> Optional.ofNullable(dns.get(name)),
                    (node, _, _) -> Optional.ofNullable(loaded.get(node)),
                    (question, _, _) -> Optional.ofNullable(
                            shown.get(question.address() + ":" + question.port() + "/" + question.hostname()))),
            new DomainReconciler.Writer(
                    _ -> claim, "applications", "installation", Set.of("roadstead.example.com", "localhost")),
            _ -> {},
            () -> now);

    DomainReconcilerTest() {
        Application application = Routes.application(Routes.yaml("null"));
        api.create(ResourceType.APPLICATION, application);
        api.create(ResourceType.NODE, Routes.node("a", "192.0.2.1"));
    }

    @Test
    void anAcceptedDomainIsRoutedWhenAnEdgeHasFetchedIt() throws Exception {
        put("shop/shop", OFF);
        assertThat(said("shop/shop", "Accepted")).isEqualTo("True Accepted");
        assertThat(said("shop/shop", "Routed")).isEqualTo("Unknown NoEdge");
        fetch("a");
        assertThat(said("shop/shop", "Routed")).isEqualTo("True Fetched");
        assertThat(status("shop/shop").addresses()).containsExactly("192.0.2.1");
        now = now.plus(Duration.ofMinutes(1));
        assertThat(said("shop/shop", "Routed")).as("the edge is silent").isEqualTo("Unknown NoEdge");
    }

    @Test
    void aDomainWithoutItsApplicationOrPortIsNotAccepted() {
        put("shop/a", "{hostname: a.example.com, application: none}");
        put("shop/b", "{hostname: b.example.com, port: grpc}");
        put("shop/c", "{hostname: c.example.com, port: 8080}");
        assertThat(said("shop/a", "Accepted")).isEqualTo("False ApplicationNotFound");
        assertThat(said("shop/b", "Accepted")).isEqualTo("False PortNotFound");
        assertThat(message("shop/b", "Accepted")).contains("no TCP port grpc; it has http, 8080");
        assertThat(said("shop/c", "Accepted")).isEqualTo("True Accepted");
    }

    @Test
    void aHostnameOfAnotherNamespaceIsNotRoutedAndItsOwnerIsNotNamed() throws Exception {
        put("a-first/shop", "{hostname: shop.example.com, application: none}");
        now = now.plusSeconds(5);
        put("shop/shop", OFF);
        assertThat(said("shop/shop", "Accepted")).isEqualTo("False HostnameTaken");
        assertThat(message("shop/shop", "Accepted")).doesNotContain("a-first");
        assertThat(fetch("a")).isEqualTo("{}");
        Domain first = domain("a-first/shop");
        api.delete(ResourceType.DOMAIN, "a-first", "shop", first.metadata().requireUid());
        assertThat(said("shop/shop", "Accepted")).isEqualTo("True Accepted");
        assertThat(fetch("a")).contains("Host(`shop.example.com`)");
    }

    @Test
    void aCertificateHasToFitAndIsInTheConfiguration() throws Exception {
        TestAuthority authority = new TestAuthority();
        secret("good", authority.issue("shop.example.com", now.plus(90, ChronoUnit.DAYS)));
        put("shop/shop", tls("good"));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("Unknown NotSeen");
        assertThat(fetch("a")).contains("BEGIN CERTIFICATE").contains("BEGIN PRIVATE KEY");

        secret("good", authority.issue("shop.example.com", now.plus(13, ChronoUnit.DAYS)));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("True ExpiresSoon");
        secret("good", authority.issue("shop.example.com", now.minus(1, ChronoUnit.DAYS)));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False Expired");
        secret("good", authority.issue("other.example.com"));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False WrongName");
        secret("good", authority.issue("*.example.com"));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("True ExpiresSoon");
    }

    @Test
    void theCertificateIsTheOneThatTheEdgeShows() throws Exception {
        TestAuthority authority = new TestAuthority();
        TestAuthority.Issued wanted = authority.issue("shop.example.com", now.plus(90, ChronoUnit.DAYS));
        secret("good", wanted);
        put("shop/shop", tls("good"));
        fetch("a");
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("Unknown Asking");
        assertThat(status("shop/shop").certificate()).isNull();
        show(new TestAuthority().issue("TRAEFIK DEFAULT CERT"));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False DefaultCertificate");
        assertThat(Objects.requireNonNull(status("shop/shop").certificate()).subject())
                .isEqualTo("CN=TRAEFIK DEFAULT CERT");
        show(authority.issue("shop.example.com", now.plus(60, ChronoUnit.DAYS)));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False NotServed");
        show(wanted);
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("True Valid");
        assertThat(Objects.requireNonNull(status("shop/shop").certificate()).dnsNames())
                .containsExactly("shop.example.com");
        shown.put(AT, new CertificateLookup.Answer.Failed("nothing accepts connections there"));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("Unknown NotSeen");
        assertThat(message("shop/shop", "CertificateReady")).contains("node a").contains("nothing accepts connections");
        secret("good", authority.issue("other.example.com"));
        assertThat(said("shop/shop", "CertificateReady"))
                .as("the cause is in the Secret")
                .isEqualTo("False WrongName");
    }

    @Test
    void whatAcmeHasBroughtIsWarnedOfTwoWeeksBeforeItsEnd() throws Exception {
        put("shop/shop", "{hostname: shop.example.com, tls: {mode: Auto}}");
        fetch("a");
        TestAuthority authority = new TestAuthority();
        show(authority.issue("shop.example.com", now.plus(15, ChronoUnit.DAYS)));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("True Valid");
        show(authority.issue("shop.example.com", now.plus(13, ChronoUnit.DAYS)));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("True ExpiresSoon");
        show(authority.issue("shop.example.com", now.minus(1, ChronoUnit.DAYS)));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False Expired");
        show(authority.issue("b.example.com"));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False WrongName");
    }

    @Test
    void anEdgeThatRoadsteadRunsHasToSayItselfThatItRoutes() throws Exception {
        api.patch(ResourceType.NODE, "", "a", Routes.yaml("{spec: {ingress: {enabled: true}}}"));
        put("shop/shop", OFF);
        fetch("a");
        assertThat(said("shop/shop", "Routed")).isEqualTo("False NotConfirmed");
        assertThat(reconciler.reconcile("shop/shop")).isEqualTo(new Outcome.After(Duration.ofSeconds(2)));
        load("Host(`old.example.com`)", "enabled");
        assertThat(said("shop/shop", "Routed")).isEqualTo("False NotConfirmed");
        load("Host(`shop.example.com`)", "disabled", "entryPoint \"web\" doesn't exist");
        assertThat(said("shop/shop", "Routed")).isEqualTo("False Refused");
        assertThat(message("shop/shop", "Routed")).contains("router shop_shop", "entryPoint \"web\" doesn't exist");
        load("Host(`shop.example.com`)", "enabled");
        assertThat(said("shop/shop", "Routed")).isEqualTo("True Confirmed");
        assertThat(reconciler.reconcile("shop/shop")).isEqualTo(new Outcome.After(Duration.ofSeconds(20)));
        loaded.put("a", new RouterLookup.Report.Failed("nothing accepts connections at port 8099"));
        assertThat(said("shop/shop", "Routed")).isEqualTo("Unknown NotConfirmed");
        loaded.put("a", new RouterLookup.Report.OutOfReach());
        assertThat(said("shop/shop", "Routed")).isEqualTo("True Fetched");
    }

    @Test
    void thePlatformMayAskForProofOfEveryHostname() throws Exception {
        put("shop/shop", OFF);
        assertThat(fetch("a")).contains("shop_shop");
        api.create(ResourceType.EDGE, Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: default},
                 spec: {image: traefik, imagePullPolicy: Always, ownership: Required, nameservers: []}}
                """), Edge.class));
        assertThat(fetch("a")).isEqualTo("{}");
        assertThat(said("shop/shop", "OwnershipVerified")).isEqualTo("Unknown Asking");
    }

    @Test
    void anEdgeThatLostAMiddlewareOrHasAnotherDoesNotRouteIt() throws Exception {
        api.patch(ResourceType.NODE, "", "a", Routes.yaml("{spec: {ingress: {enabled: true}}}"));
        put(
                "shop/shop",
                "{hostname: shop.example.com, tls: {mode: 'Off'}, middlewares: {rateLimit: {average: 5, period: 1s}}}");
        fetch("a");
        Map<String, Object> limit = Map.of("average", 5, "burst", 5, "period", "1s");
        load("enabled", Map.of("rateLimit", limit));
        assertThat(said("shop/shop", "Routed")).isEqualTo("True Confirmed");

        loaded.put("a", new RouterLookup.Report.Loaded(routers("Host(`shop.example.com`)", "enabled"), Map.of()));
        assertThat(said("shop/shop", "Routed")).isEqualTo("False NotConfirmed");
        assertThat(message("shop/shop", "Routed"))
                .contains("the edge of node a has not loaded middleware shop_shop_rate");
        load("enabled", Map.of("rateLimit", Map.of("average", 500, "burst", 5, "period", "1s")));
        assertThat(message("shop/shop", "Routed"))
                .contains("has middleware shop_shop_rate with another rateLimit.average than it was told");
        load("disabled", Map.of("rateLimit", limit));
        assertThat(said("shop/shop", "Routed")).isEqualTo("False Refused");
        Map<String, RouterLookup.Part> bare = new HashMap<>(routers("Host(`shop.example.com`)", "enabled"));
        bare.computeIfPresent("shop_shop", (_, part) -> {
            Map<String, Object> shown = new HashMap<>(part.shown());
            shown.remove("middlewares");
            return new RouterLookup.Part(part.status(), part.errors(), shown);
        });
        loaded.put("a", new RouterLookup.Report.Loaded(bare, middlewares("enabled", Map.of("rateLimit", limit))));
        assertThat(message("shop/shop", "Routed")).contains("has router shop_shop with another middlewares");
        load("enabled", Map.of("rateLimit", limit));
        assertThat(said("shop/shop", "Routed")).isEqualTo("True Confirmed");
    }

    private void load(String rule, String status, String... errors) throws Exception {
        loaded.put("a", new RouterLookup.Report.Loaded(routers(rule, status, errors), Map.of()));
    }

    private void load(String status, Map<String, Object> middleware) throws Exception {
        loaded.put(
                "a",
                new RouterLookup.Report.Loaded(
                        routers("Host(`shop.example.com`)", "enabled"), middlewares(status, middleware)));
    }

    private static Map<String, RouterLookup.Part> middlewares(String status, Map<String, Object> shown) {
        return Map.of("shop_shop_rate", new RouterLookup.Part(status, List.of(), shown));
    }

    /** As it was told, but for the rule. */
    private Map<String, RouterLookup.Part> routers(String rule, String status, String... errors) throws Exception {
        DomainRoutes routes = Objects.requireNonNull(table.routesOf("shop/shop"));
        Router told = Objects.requireNonNull(routes.routers().get("shop_shop"));
        Map<String, Object> shown =
                Json.mapper().readValue(DynamicDocument.json(told), new TypeReference<HashMap<String, Object>>() {});
        shown.put("rule", rule);
        return Map.of("shop_shop", new RouterLookup.Part(status, List.of(errors), shown));
    }

    private void show(TestAuthority.Issued issued) throws Exception {
        var in = new ByteArrayInputStream(bytes(issued.certificate()));
        shown.put(AT, new CertificateLookup.Answer.Shown((X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(in)));
    }

    @Test
    void aKeyOfAnotherCertificateIsFoundOutAndNotServed() throws Exception {
        TestAuthority authority = new TestAuthority();
        var one = authority.issue("shop.example.com");
        var two = authority.issue("shop.example.com");
        secret("mixed", new TestAuthority.Issued(one.certificate(), two.key()));
        put("shop/shop", tls("mixed"));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False Unusable");
        assertThat(message("shop/shop", "CertificateReady"))
                .contains("tls.key does not fit")
                .doesNotContain(two.key());
        secret("mixed", new TestAuthority.Issued(one.certificate() + two.certificate(), one.key()));
        assertThat(message("shop/shop", "CertificateReady")).contains("out of order");
        secret("mixed", new TestAuthority.Issued(one.certificate() + authority.certificate(), one.key()));
        assertThat(said("shop/shop", "CertificateReady")).startsWith("True");
        secret("mixed", new TestAuthority.Issued("garbage", one.key()));
        assertThat(said("shop/shop", "CertificateReady")).isEqualTo("False Unusable");
        assertThat(fetch("a")).contains("websecure").doesNotContain("BEGIN");
    }

    @Test
    void whatIsToAskForPasswordsIsClosedWhileThereAreNone() throws Exception {
        put("shop/shop", "{hostname: shop.example.com, tls: {mode: 'Off'}, middlewares: {basicAuth: {secretName: u}}}");
        assertThat(said("shop/shop", "Accepted")).isEqualTo("False CannotBeRouted");
        assertThat(fetch("a")).isEqualTo("{}");
        users("ann:secret");
        assertThat(message("shop/shop", "Accepted"))
                .contains("line 1 of key users")
                .doesNotContain("secret\"");
        users("ann:{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=");
        assertThat(said("shop/shop", "Accepted")).isEqualTo("True Accepted");
        assertThat(fetch("a")).contains("ann:{SHA}");
        users("ann");
        assertThat(said("shop/shop", "Accepted")).isEqualTo("False CannotBeRouted");
        assertThat(fetch("a")).isEqualTo("{}");
    }

    @Test
    void whatHasToBeProvedIsNotRoutedBefore() throws Exception {
        put("shop/shop", "{hostname: shop.example.com, tls: {mode: 'Off'}, ownership: {txt: Required}}");
        assertThat(said("shop/shop", "OwnershipVerified")).isEqualTo("Unknown Asking");
        assertThat(fetch("a")).isEqualTo("{}");
        String value = NameChecks.challengeValue("installation", domain("shop/shop"));
        dns.put("_roadstead.shop.example.com", new Answer(Set.of(), Set.of(), Set.of("roadstead=else"), ""));
        assertThat(said("shop/shop", "OwnershipVerified")).isEqualTo("False NotVerified");
        assertThat(message("shop/shop", "OwnershipVerified"))
                .contains("_roadstead.shop.example.com")
                .contains(value);
        dns.put("_roadstead.shop.example.com", new Answer(Set.of(), Set.of(), Set.of(value), ""));
        assertThat(said("shop/shop", "OwnershipVerified")).isEqualTo("True Verified");
        assertThat(fetch("a")).contains("shop_shop");
    }

    /** One proof counts for all namespaces of an Organization, and none of anybody else's. */
    @Test
    void aHostnameIsProvedByTheOrganizationThatTheNamespaceIsFor() throws Exception {
        namespace("shop", "acme");
        namespace("acme-next", "acme");
        namespace("evil-shop", "evil");
        organization("acme");
        organization("evil");
        String spec = "{hostname: %s, application: none, tls: {mode: 'Off'}, ownership: {txt: Required}}";
        put("shop/shop", spec.formatted("shop.example.com"));
        String acme = prove("shop.example.com", "shop/shop");
        assertThat(said("shop/shop", "OwnershipVerified")).isEqualTo("True Verified");

        put("acme-next/next", spec.formatted("next.example.com"));
        answered("next.example.com", acme);
        assertThat(said("acme-next/next", "OwnershipVerified"))
                .as("the same value for all that is acme's")
                .isEqualTo("True Verified");
        api.delete(
                ResourceType.DOMAIN,
                "shop",
                "shop",
                domain("shop/shop").metadata().requireUid());
        put("acme-next/moved", spec.formatted("shop.example.com"));
        assertThat(said("acme-next/moved", "OwnershipVerified")).isEqualTo("True Verified");

        put("evil-shop/evil", spec.formatted("evil.example.com"));
        answered("evil.example.com", acme);
        assertThat(said("evil-shop/evil", "OwnershipVerified")).isEqualTo("False NotVerified");
        put("free/free", spec.formatted("free.example.com"));
        answered("free.example.com", acme);
        assertThat(said("free/free", "OwnershipVerified"))
                .as("nobody's namespace")
                .isEqualTo("False NotVerified");

        api.delete(ResourceType.ORGANIZATION, "", "acme", organizationUid("acme"));
        organization("acme");
        assertThat(said("acme-next/next", "OwnershipVerified"))
                .as("another organization of that name")
                .isEqualTo("False NotVerified");
    }

    @Test
    void aNameOfTheInstallationItselfIsNobodyElses() throws Exception {
        put("shop/shop", "{hostname: roadstead.example.com, tls: {mode: 'Off'}}");
        assertThat(said("shop/shop", "Accepted")).isEqualTo("False OwnName");
        assertThat(message("shop/shop", "Accepted"))
                .contains("this installation itself is reached by roadstead.example.com");
        put("shop/all", "{hostname: '*.example.com', tls: {mode: 'Off'}}");
        assertThat(said("shop/all", "Accepted")).as("a wildcard over it").isEqualTo("False OwnName");
        assertThat(fetch("a")).isEqualTo("{}");
        put("shop/near", "{hostname: roadstead.example.org, tls: {mode: 'Off'}}");
        put("shop/below", "{hostname: a.roadstead.example.com, tls: {mode: 'Off'}}");
        assertThat(said("shop/near", "Accepted")).isEqualTo("True Accepted");
        assertThat(said("shop/below", "Accepted")).isEqualTo("True Accepted");
        now = now.plusSeconds(5);
        put("roadstead-system/own", "{hostname: roadstead.example.com, application: none, tls: {mode: 'Off'}}");
        assertThat(said("roadstead-system/own", "Accepted")).isEqualTo("False HostnameTaken");
        api.delete(
                ResourceType.DOMAIN,
                "shop",
                "shop",
                domain("shop/shop").metadata().requireUid());
        api.delete(
                ResourceType.DOMAIN,
                "shop",
                "all",
                domain("shop/all").metadata().requireUid());
        assertThat(said("roadstead-system/own", "Accepted"))
                .as("who runs the installation may")
                .isEqualTo("False ApplicationNotFound");

        put("shop/edge", "{hostname: edge.example.org, tls: {mode: 'Off'}}");
        assertThat(said("shop/edge", "Accepted")).isEqualTo("True Accepted");
        api.create(ResourceType.EDGE, Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: default},
                 spec: {image: traefik, imagePullPolicy: Always, endpoint: 'https://edge.example.org:7445',
                        ownership: Skip, nameservers: []}}
                """), Edge.class));
        assertThat(said("shop/edge", "Accepted")).as("the Edge's endpoint").isEqualTo("False OwnName");
    }

    private void namespace(String name, String organization) throws Exception {
        api.create(
                ResourceType.NAMESPACE,
                Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: %s, labels: {roadstead.dev/organization: %s}}}
                """.formatted(name, organization)), Namespace.class));
    }

    private void organization(String name) throws Exception {
        api.create(
                ResourceType.ORGANIZATION,
                Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: %s}, spec: {members: []}}
                """.formatted(name)), Organization.class));
    }

    private String organizationUid(String name) {
        return api.find(ResourceType.ORGANIZATION, "", name)
                .orElseThrow()
                .metadata()
                .requireUid();
    }

    /** What the condition asks for is put into DNS. */
    private String prove(String hostname, String key) throws Exception {
        answered(hostname, "roadstead=else");
        assertThat(said(key, "OwnershipVerified")).isEqualTo("False NotVerified");
        Matcher asked = Pattern.compile("to \"(roadstead=[0-9a-f]+)\"").matcher(message(key, "OwnershipVerified"));
        assertThat(asked.find()).isTrue();
        answered(hostname, asked.group(1));
        return asked.group(1);
    }

    private void answered(String hostname, String text) {
        dns.put("_roadstead." + hostname, new Answer(Set.of(), Set.of(), Set.of(text), ""));
    }

    @Test
    void whatDnsSaysIsComparedWithTheEdges() throws Exception {
        put("shop/shop", OFF);
        assertThat(said("shop/shop", "DNSReady")).isEqualTo("Unknown NoAddress");
        fetch("a");
        assertThat(said("shop/shop", "DNSReady")).isEqualTo("Unknown Asking");
        answer(Set.of());
        assertThat(said("shop/shop", "DNSReady")).isEqualTo("False NoRecord");
        answer(Set.of("198.51.100.7"));
        assertThat(said("shop/shop", "DNSReady")).isEqualTo("False WrongRecord");
        assertThat(message("shop/shop", "DNSReady")).contains("198.51.100.7").contains("expected 192.0.2.1");
        answer(Set.of("192.0.2.1", "198.51.100.7"));
        assertThat(said("shop/shop", "DNSReady")).isEqualTo("False StrayRecord");
        answer(Set.of("192.0.2.1"));
        assertThat(said("shop/shop", "DNSReady")).isEqualTo("True Resolves");
    }

    @Test
    void anIPv6AddressMayBeSpelledInAnyWay() {
        Answer answer = new Answer(Set.of("2001:db8:0:0:0:0:0:1"), Set.of(), Set.of(), "");
        Finding finding = NameChecks.ready("shop.example.com", Set.of("2001:DB8::1"), Optional.of(answer));
        assertThat(finding.reason()).isEqualTo("Resolves");
    }

    @Test
    void anotherServersDomainIsRoutedHereButNotWritten() throws Exception {
        put("shop/shop", OFF);
        claim = Ownership.Claim.THEIRS;
        long before = api.revision();
        reconciler.reconcile("shop/shop");
        assertThat(api.revision()).isEqualTo(before);
        assertThat(fetch("a")).contains("shop_shop");
    }

    @Test
    void aSecondPassWritesNothing() {
        put("shop/shop", OFF);
        reconciler.reconcile("shop/shop");
        long before = api.revision();
        reconciler.reconcile("shop/shop");
        assertThat(api.revision()).isEqualTo(before);
    }

    private void put(String key, String spec) {
        api.create(ResourceType.DOMAIN, Routes.domain(key, spec));
    }

    private static String tls(String secret) {
        return "{hostname: shop.example.com, tls: {mode: Secret, secretName: " + secret + "}}";
    }

    private void secret(String name, TestAuthority.Issued issued) {
        secret(name, Map.of("tls.crt", bytes(issued.certificate()), "tls.key", bytes(issued.key())));
    }

    private void users(String line) {
        secret("u", Map.of("users", bytes(line)));
    }

    /** In place of one of this name, as an informer would notice. */
    private void secret(String name, Map<String, byte[]> data) {
        api.find(ResourceType.SECRET, "shop", name)
                .ifPresent(old -> api.delete(
                        ResourceType.SECRET, "shop", name, old.metadata().requireUid()));
        ObjectMeta metadata = ObjectMeta.toCreate("shop", name, Map.of(), List.of(), List.of());
        api.create(ResourceType.SECRET, new Secret(metadata, data));
        revisions.put(new SecretRef("shop", name), String.valueOf(api.revision()));
    }

    private void answer(Set<String> addresses) {
        dns.put("shop.example.com", new Answer(addresses, Set.of(), Set.of(), ""));
    }

    private String said(String key, String type) {
        Condition condition = condition(key, type);
        return condition.status() + " " + condition.reason();
    }

    private String message(String key, String type) {
        return condition(key, type).message();
    }

    private Condition condition(String key, String type) {
        reconciler.reconcile(key);
        return Objects.requireNonNull(Conditions.find(status(key).conditions(), type));
    }

    private Domain.Status status(String key) {
        return Objects.requireNonNull(domain(key).status());
    }

    private Domain domain(String key) {
        String[] parts = key.split("/", 2);
        return api.find(ResourceType.DOMAIN, parts[0], parts[1]).orElseThrow();
    }

    /** What the edge of a node gets, after a pass over everything. */
    private String fetch(String node) throws Exception {
        api.list(ResourceType.DOMAIN).items().forEach(it -> reconciler.reconcile(it.key()));
        ObjectMeta metadata = ObjectMeta.toCreate("roadstead-system", "edge-" + node, Map.of(), List.of(), List.of());
        if (api.find(ResourceType.SECRET, "roadstead-system", "edge-" + node).isEmpty()) {
            api.create(ResourceType.SECRET, new Secret(metadata, Map.of("token", bytes("t"))));
        }
        EdgeTokens tokens = new EdgeTokens(ref -> api.find(ResourceType.SECRET, ref.namespace(), ref.name()), _ -> "1");
        try (EdgeServer server =
                        new EdgeServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), table, tokens);
                HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.port() + "/v1/edges/" + node + "/traefik");
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .header("Authorization", "Bearer t")
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
