package dev.roadstead.controller.plan.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Ingress;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What cloudflared is told of Domains. */
class TunnelPlanTest {
    private static final List<Node> NODES = List.of(Ingress.node("a", 80, 443), Ingress.node("b", 8080, 8443));

    @Test
    void eachNodesCloudflaredGivesAcceptedHostnamesToTheRouterBesideIt() {
        TunnelPlan plan = plan(
                        accepted("wild", "{hostname: '*.example.com'}"),
                        accepted("plain", "{hostname: plain.example.com, tls: {mode: 'Off'}}"),
                        accepted("api", "{hostname: plain.example.com, pathPrefix: /api, tls: {mode: 'Off'}}"),
                        Routes.judged(domain("taken", "{hostname: taken.example.com}"), 1, "Accepted", "False"))
                .orElseThrow();
        assertThat(plan.hostnames()).containsExactly("plain.example.com", "*.example.com");
        assertThat(plan.files().get("b.yaml"))
                .isEqualTo("{\"credentials-file\":\"/etc/cloudflared/credentials/credentials.json\",\"ingress\":["
                        + "{\"hostname\":\"plain.example.com\",\"service\":\"http://127.0.0.1:8080\"},"
                        + "{\"hostname\":\"*.example.com\",\"originRequest\":{\"matchSNItoHost\":true,"
                        + "\"noTLSVerify\":true},\"service\":\"https://127.0.0.1:8443\"},"
                        + "{\"service\":\"http_status:404\"}],"
                        + "\"tunnel\":\"6ff42ae2-765d-4adf-8112-31c55c1551ef\"}");
        assertThat(plan.files()).containsOnlyKeys("a.yaml", "b.yaml");
    }

    @Test
    void anotherHostnameIsARolloutAndAnotherNodeIsNot() {
        Domain one = accepted("one", "{hostname: one.example.com}");
        Domain two = accepted("two", "{hostname: two.example.com}");
        var before = plan(one).orElseThrow().application();
        assertThat(plan(one, two).orElseThrow().application()).isNotEqualTo(before);
        assertThat(TunnelPlan.of(Ingress.tunnel("t"), List.of(one), NODES.subList(0, 1))
                        .orElseThrow()
                        .application())
                .isEqualTo(before);
    }

    @Test
    void nothingChangesWhileADomainWaitsForItsVerdict() {
        assertThat(plan(domain("new", "{hostname: new.example.com}"))).isEmpty();
    }

    private static Optional<TunnelPlan> plan(Domain... domains) {
        return TunnelPlan.of(Ingress.tunnel("t"), List.of(domains), NODES);
    }

    private static Domain accepted(String name, String spec) {
        return Routes.judged(domain(name, spec), 1, "Accepted", "True");
    }

    private static Domain domain(String name, String spec) {
        return Routes.domain("shop/" + name, spec);
    }
}
