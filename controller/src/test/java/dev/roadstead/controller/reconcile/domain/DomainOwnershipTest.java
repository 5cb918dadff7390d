package dev.roadstead.controller.reconcile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.lookup.NameLookup.Answer;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Json;
import dev.roadstead.model.Namespace;
import dev.roadstead.model.Organization;
import dev.roadstead.model.ResourceType;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What has to be proved before a Domain is routed. */
class DomainOwnershipTest {
    private static final String OFF = "{hostname: shop.example.com, tls: {mode: 'Off'}}";

    private final DomainWorld world = new DomainWorld();

    @Test
    void thePlatformMayAskForProofOfEveryHostname() throws Exception {
        world.put("shop/shop", OFF);
        assertThat(world.fetch("a")).contains("shop_shop");
        world.api.create(ResourceType.EDGE, Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: default},
                 spec: {image: traefik, imagePullPolicy: Always, ownership: Required, nameservers: []}}
                """), Edge.class));
        assertThat(world.fetch("a")).isEqualTo("{}");
        assertThat(world.said("shop/shop", "OwnershipVerified")).isEqualTo("Unknown Asking");
    }

    @Test
    void whatHasToBeProvedIsNotRoutedBefore() throws Exception {
        world.put("shop/shop", "{hostname: shop.example.com, tls: {mode: 'Off'}, ownership: {txt: Required}}");
        assertThat(world.said("shop/shop", "OwnershipVerified")).isEqualTo("Unknown Asking");
        assertThat(world.fetch("a")).isEqualTo("{}");
        String value = NameChecks.challengeValue("installation", world.domain("shop/shop"));
        world.dns.put("_roadstead.shop.example.com", new Answer(Set.of(), Set.of(), Set.of("roadstead=else"), ""));
        assertThat(world.said("shop/shop", "OwnershipVerified")).isEqualTo("False NotVerified");
        assertThat(world.message("shop/shop", "OwnershipVerified"))
                .contains("_roadstead.shop.example.com")
                .contains(value);
        world.dns.put("_roadstead.shop.example.com", new Answer(Set.of(), Set.of(), Set.of(value), ""));
        assertThat(world.said("shop/shop", "OwnershipVerified")).isEqualTo("True Verified");
        assertThat(world.fetch("a")).contains("shop_shop");
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
        world.put("shop/shop", spec.formatted("shop.example.com"));
        String acme = prove("shop.example.com", "shop/shop");
        assertThat(world.said("shop/shop", "OwnershipVerified")).isEqualTo("True Verified");

        world.put("acme-next/next", spec.formatted("next.example.com"));
        answered("next.example.com", acme);
        assertThat(world.said("acme-next/next", "OwnershipVerified"))
                .as("the same value for all that is acme's")
                .isEqualTo("True Verified");
        world.api.delete(
                ResourceType.DOMAIN,
                "shop",
                "shop",
                world.domain("shop/shop").metadata().requireUid());
        world.put("acme-next/moved", spec.formatted("shop.example.com"));
        assertThat(world.said("acme-next/moved", "OwnershipVerified")).isEqualTo("True Verified");

        world.put("evil-shop/evil", spec.formatted("evil.example.com"));
        answered("evil.example.com", acme);
        assertThat(world.said("evil-shop/evil", "OwnershipVerified")).isEqualTo("False NotVerified");
        world.put("free/free", spec.formatted("free.example.com"));
        answered("free.example.com", acme);
        assertThat(world.said("free/free", "OwnershipVerified"))
                .as("nobody's namespace")
                .isEqualTo("False NotVerified");

        world.api.delete(ResourceType.ORGANIZATION, "", "acme", organizationUid("acme"));
        organization("acme");
        assertThat(world.said("acme-next/next", "OwnershipVerified"))
                .as("another organization of that name")
                .isEqualTo("False NotVerified");
    }

    private void namespace(String name, String organization) throws Exception {
        world.api.create(
                ResourceType.NAMESPACE,
                Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: %s, labels: {roadstead.dev/organization: %s}}}
                """.formatted(name, organization)), Namespace.class));
    }

    private void organization(String name) throws Exception {
        world.api.create(
                ResourceType.ORGANIZATION,
                Json.mapper().treeToValue(Routes.yaml("""
                {metadata: {name: %s}, spec: {members: []}}
                """.formatted(name)), Organization.class));
    }

    private String organizationUid(String name) {
        return world.api
                .find(ResourceType.ORGANIZATION, "", name)
                .orElseThrow()
                .metadata()
                .requireUid();
    }

    /** What the condition asks for is put into DNS. */
    private String prove(String hostname, String key) throws Exception {
        answered(hostname, "roadstead=else");
        assertThat(world.said(key, "OwnershipVerified")).isEqualTo("False NotVerified");
        Matcher asked =
                Pattern.compile("to \"(roadstead=[0-9a-f]+)\"").matcher(world.message(key, "OwnershipVerified"));
        assertThat(asked.find()).isTrue();
        answered(hostname, asked.group(1));
        return asked.group(1);
    }

    private void answered(String hostname, String text) {
        world.dns.put("_roadstead." + hostname, new Answer(Set.of(), Set.of(), Set.of(text), ""));
    }
}
