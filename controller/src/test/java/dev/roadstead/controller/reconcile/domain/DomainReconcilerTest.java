package dev.roadstead.controller.reconcile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.lease.Ownership;
import dev.roadstead.controller.lookup.NameLookup.Answer;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Json;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DomainReconcilerTest {
    private static final String OFF = "{hostname: shop.example.com, tls: {mode: 'Off'}}";

    private final DomainWorld world = new DomainWorld();

    @Test
    void anAcceptedDomainIsRoutedWhenAnEdgeHasFetchedIt() throws Exception {
        world.put("shop/shop", OFF);
        assertThat(world.said("shop/shop", "Accepted")).isEqualTo("True Accepted");
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("Unknown NoEdge");
        world.fetch("a");
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("True Fetched");
        assertThat(world.status("shop/shop").addresses()).containsExactly("192.0.2.1");
        world.pass(Duration.ofMinutes(1));
        assertThat(world.said("shop/shop", "Routed")).as("the edge is silent").isEqualTo("Unknown NoEdge");
    }

    @Test
    void aDomainWithoutItsApplicationOrPortIsNotAccepted() {
        world.put("shop/a", "{hostname: a.example.com, application: none}");
        world.put("shop/b", "{hostname: b.example.com, port: grpc}");
        world.put("shop/c", "{hostname: c.example.com, port: 8080}");
        assertThat(world.said("shop/a", "Accepted")).isEqualTo("False ApplicationNotFound");
        assertThat(world.said("shop/b", "Accepted")).isEqualTo("False PortNotFound");
        assertThat(world.message("shop/b", "Accepted")).contains("no TCP port grpc; it has http, 8080");
        assertThat(world.said("shop/c", "Accepted")).isEqualTo("True Accepted");
    }

    @Test
    void aHostnameOfAnotherNamespaceIsNotRoutedAndItsOwnerIsNotNamed() throws Exception {
        world.put("a-first/shop", "{hostname: shop.example.com, application: none}");
        world.pass(Duration.ofSeconds(5));
        world.put("shop/shop", OFF);
        assertThat(world.said("shop/shop", "Accepted")).isEqualTo("False HostnameTaken");
        assertThat(world.message("shop/shop", "Accepted")).doesNotContain("a-first");
        assertThat(world.fetch("a")).isEqualTo("{}");
        Domain first = world.domain("a-first/shop");
        world.api.delete(
                ResourceType.DOMAIN, "a-first", "shop", first.metadata().requireUid());
        assertThat(world.said("shop/shop", "Accepted")).isEqualTo("True Accepted");
        assertThat(world.fetch("a")).contains("Host(`shop.example.com`)");
    }

    @Test
    void aNameOfTheInstallationItselfIsNobodyElses() throws Exception {
        world.put("shop/shop", "{hostname: roadstead.example.com, tls: {mode: 'Off'}}");
        assertThat(world.said("shop/shop", "Accepted")).isEqualTo("False OwnName");
        assertThat(world.message("shop/shop", "Accepted"))
                .contains("this installation itself is reached by roadstead.example.com");
        world.put("shop/all", "{hostname: '*.example.com', tls: {mode: 'Off'}}");
        assertThat(world.said("shop/all", "Accepted")).as("a wildcard over it").isEqualTo("False OwnName");
        assertThat(world.fetch("a")).isEqualTo("{}");
        world.put("shop/near", "{hostname: roadstead.example.org, tls: {mode: 'Off'}}");
        world.put("shop/below", "{hostname: a.roadstead.example.com, tls: {mode: 'Off'}}");
        assertThat(world.said("shop/near", "Accepted")).isEqualTo("True Accepted");
        assertThat(world.said("shop/below", "Accepted")).isEqualTo("True Accepted");
        world.pass(Duration.ofSeconds(5));
        world.put("roadstead-system/own", "{hostname: roadstead.example.com, application: none, tls: {mode: 'Off'}}");
        assertThat(world.said("roadstead-system/own", "Accepted")).isEqualTo("False HostnameTaken");
        world.api.delete(
                ResourceType.DOMAIN,
                "shop",
                "shop",
                world.domain("shop/shop").metadata().requireUid());
        world.api.delete(
                ResourceType.DOMAIN,
                "shop",
                "all",
                world.domain("shop/all").metadata().requireUid());
        assertThat(world.said("roadstead-system/own", "Accepted"))
                .as("who runs the installation may")
                .isEqualTo("False ApplicationNotFound");

        world.put("shop/edge", "{hostname: edge.example.org, tls: {mode: 'Off'}}");
        assertThat(world.said("shop/edge", "Accepted")).isEqualTo("True Accepted");
        world.api.create(ResourceType.EDGE, Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: default},
                 spec: {image: traefik, imagePullPolicy: Always, endpoint: 'https://edge.example.org:7445',
                        ownership: Skip, nameservers: []}}
                """), Edge.class));
        assertThat(world.said("shop/edge", "Accepted"))
                .as("the Edge's endpoint")
                .isEqualTo("False OwnName");
    }

    @Test
    void whatIsToAskForPasswordsIsClosedWhileThereAreNone() throws Exception {
        world.put(
                "shop/shop",
                "{hostname: shop.example.com, tls: {mode: 'Off'}, middlewares: {basicAuth: {secretName: u}}}");
        assertThat(world.said("shop/shop", "Accepted")).isEqualTo("False CannotBeRouted");
        assertThat(world.fetch("a")).isEqualTo("{}");
        world.users("ann:secret");
        assertThat(world.message("shop/shop", "Accepted"))
                .contains("line 1 of key users")
                .doesNotContain("secret\"");
        world.users("ann:{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M=");
        assertThat(world.said("shop/shop", "Accepted")).isEqualTo("True Accepted");
        assertThat(world.fetch("a")).contains("ann:{SHA}");
        world.users("ann");
        assertThat(world.said("shop/shop", "Accepted")).isEqualTo("False CannotBeRouted");
        assertThat(world.fetch("a")).isEqualTo("{}");
    }

    @Test
    void whatDnsSaysIsComparedWithTheEdges() throws Exception {
        world.put("shop/shop", OFF);
        assertThat(world.said("shop/shop", "DNSReady")).isEqualTo("Unknown NoAddress");
        world.fetch("a");
        assertThat(world.said("shop/shop", "DNSReady")).isEqualTo("Unknown Asking");
        answer(Set.of());
        assertThat(world.said("shop/shop", "DNSReady")).isEqualTo("False NoRecord");
        answer(Set.of("198.51.100.7"));
        assertThat(world.said("shop/shop", "DNSReady")).isEqualTo("False WrongRecord");
        assertThat(world.message("shop/shop", "DNSReady"))
                .contains("198.51.100.7")
                .contains("expected 192.0.2.1");
        answer(Set.of("192.0.2.1", "198.51.100.7"));
        assertThat(world.said("shop/shop", "DNSReady")).isEqualTo("False StrayRecord");
        answer(Set.of("192.0.2.1"));
        assertThat(world.said("shop/shop", "DNSReady")).isEqualTo("True Resolves");
    }

    @Test
    void anIPv6AddressMayBeSpelledInAnyWay() {
        Answer answer = new Answer(Set.of("2001:db8:0:0:0:0:0:1"), Set.of(), Set.of(), "");
        Finding finding = NameChecks.ready("shop.example.com", Set.of("2001:DB8::1"), Optional.of(answer));
        assertThat(finding.reason()).isEqualTo("Resolves");
    }

    @Test
    void anotherServersDomainIsRoutedHereButNotWritten() throws Exception {
        world.put("shop/shop", OFF);
        world.claim = Ownership.Claim.THEIRS;
        long before = world.api.revision();
        world.reconciler.reconcile("shop/shop");
        assertThat(world.api.revision()).isEqualTo(before);
        assertThat(world.fetch("a")).contains("shop_shop");
    }

    @Test
    void aSecondPassWritesNothing() {
        world.put("shop/shop", OFF);
        world.reconciler.reconcile("shop/shop");
        long before = world.api.revision();
        world.reconciler.reconcile("shop/shop");
        assertThat(world.api.revision()).isEqualTo(before);
    }

    private void answer(Set<String> addresses) {
        world.dns.put("shop.example.com", new Answer(addresses, Set.of(), Set.of(), ""));
    }
}
