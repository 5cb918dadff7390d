package dev.roadstead.controller.reconcile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.edge.EdgeAuthority.Identity;
import dev.roadstead.controller.edge.EdgeKeys;
import dev.roadstead.controller.fixture.Effects;
import dev.roadstead.controller.fixture.MemoryApi;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Json;
import dev.roadstead.model.ResourceType;
import dev.roadstead.testkit.TestAuthority;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgeCertificateReconcilerTest {
    private final MemoryApi api = new MemoryApi(new Effects(), () -> Instant.EPOCH);
    private final EdgeKeys keys = new EdgeKeys();
    private Set<String> asked = Set.of();

    @Test
    void theCertificateIsForTheNameOfTheEndpointToo() throws Exception {
        TestAuthority authority = new TestAuthority();
        pass(authority);
        assertThat(asked).containsExactlyInAnyOrder("10.0.0.1");
        assertThat(keys.getCertificateChain("edge")).hasSize(1);
        edge("https://roadstead.example.com:7445");
        pass(authority);
        assertThat(asked).containsExactlyInAnyOrder("10.0.0.1", "roadstead.example.com");
        api.patch(ResourceType.EDGE, "", "default", Routes.yaml("{spec: {endpoint: 'https://[2001:db8::1]:7445'}}"));
        pass(authority);
        assertThat(asked).containsExactlyInAnyOrder("10.0.0.1", "2001:db8::1");
    }

    @Test
    void theAuthoritiesOfAllServersArePublished() {
        TestAuthority first = new TestAuthority();
        TestAuthority second = new TestAuthority();
        pass(first);
        assertThat(published()).isEqualTo(first.certificate());
        pass(second);
        assertThat(published()).isEqualTo(first.certificate() + second.certificate());
        long revision = api.revision();
        pass(first);
        assertThat(api.revision()).as("nothing is new").isEqualTo(revision);
    }

    private void pass(TestAuthority authority) {
        new EdgeCertificateReconciler(
                        api,
                        api.lister(ResourceType.EDGE, Map.of()),
                        Set.of("10.0.0.1"),
                        names -> {
                            asked = names;
                            TestAuthority.Issued issued = authority.issue("localhost");
                            return new Identity(authority.certificate(), issued.certificate(), issued.key());
                        },
                        keys)
                .reconcile("default");
    }

    private void edge(String endpoint) throws Exception {
        String yaml =
                "{metadata: {name: default}, spec: {image: t, imagePullPolicy: Always, ownership: Skip, endpoint: '"
                        + endpoint + "', nameservers: []}}";
        api.create(ResourceType.EDGE, Json.mapper().treeToValue(Routes.yaml(yaml), Edge.class));
    }

    private String published() {
        return api.find(ResourceType.CONFIG_MAP, "roadstead-system", "edge-ca")
                .orElseThrow()
                .data()
                .getOrDefault("ca.crt", "");
    }
}
