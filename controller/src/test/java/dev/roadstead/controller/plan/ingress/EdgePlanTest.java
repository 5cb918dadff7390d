package dev.roadstead.controller.plan.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Ingress;
import dev.roadstead.controller.plan.Policy;
import dev.roadstead.controller.plan.PolicyLevel;
import dev.roadstead.model.Application;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Mount;
import dev.roadstead.model.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runs for an Edge. */
class EdgePlanTest {
    private static final String LOOPBACK = "http://127.0.0.1:7444";
    private static final List<Node> ONE = List.of(Ingress.node("a", 80, 443));

    @Test
    void traefikIsToldEverythingByItsEnvironment() {
        ContainerTemplate template = template(Ingress.edge(null, null));
        assertThat(values(template))
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("TRAEFIK_ENTRYPOINTS_WEB_ADDRESS", ":$(node.httpPort)"),
                        Map.entry("TRAEFIK_ENTRYPOINTS_WEBSECURE_ADDRESS", ":$(node.httpsPort)"),
                        Map.entry("TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS", "127.0.0.1:8099"),
                        Map.entry("TRAEFIK_API_INSECURE", "true"),
                        Map.entry("TRAEFIK_API_DASHBOARD", "false"),
                        Map.entry("TRAEFIK_PING", "true"),
                        Map.entry("TRAEFIK_METRICS_PROMETHEUS", "true"),
                        Map.entry("TRAEFIK_METRICS_PROMETHEUS_ENTRYPOINT", "traefik"),
                        Map.entry("TRAEFIK_METRICS_PROMETHEUS_ADDSERVICESLABELS", "true"),
                        Map.entry("TRAEFIK_METRICS_PROMETHEUS_ADDENTRYPOINTSLABELS", "false"),
                        Map.entry(
                                "TRAEFIK_METRICS_PROMETHEUS_BUCKETS",
                                "0.005,0.01,0.025,0.05,0.1,0.15,0.2,0.3,0.4,0.5,0.75,1,1.5,2,3,5,7.5,10,15,30,60"),
                        Map.entry("TRAEFIK_GLOBAL_CHECKNEWVERSION", "false"),
                        Map.entry("TRAEFIK_GLOBAL_SENDANONYMOUSUSAGE", "false"),
                        Map.entry(
                                "TRAEFIK_PROVIDERS_HTTP_ENDPOINT",
                                "http://127.0.0.1:7444/v1/edges/$(node.name)/traefik"),
                        Map.entry("TRAEFIK_PROVIDERS_HTTP_POLLINTERVAL", "1s"),
                        Map.entry("TRAEFIK_PROVIDERS_PROVIDERSTHROTTLEDURATION", "0s"),
                        Map.entry("ROADSTEAD_EDGE_TOKEN", "$(node.edgeToken)"),
                        Map.entry(
                                "TRAEFIK_PROVIDERS_HTTP_HEADERS_AUTHORIZATION",
                                "Secret edge-$(node.name), authorization")));
        assertThat(template.args()).as("the token is not among the arguments").isEmpty();
        assertThat(template.volumes()).extracting(Mount::mountPath).containsExactly("/tmp");
    }

    @Test
    void certificatesAreAskedForByHttpAndByDnsAndKeptOnTheNode() {
        EdgePlan plan = EdgePlan.of(Ingress.edge(null, Ingress.STAGING), ONE, "roadstead-system", LOOPBACK);
        ContainerTemplate template = template(plan);
        String staging = "https://acme-staging-v02.api.letsencrypt.org/directory";
        assertThat(values(template))
                .containsEntry("TRAEFIK_CERTIFICATESRESOLVERS_LETSENCRYPT_ACME_EMAIL", "me@example.com")
                .containsEntry("TRAEFIK_CERTIFICATESRESOLVERS_LETSENCRYPT_ACME_CASERVER", staging)
                .containsEntry("TRAEFIK_CERTIFICATESRESOLVERS_LETSENCRYPT_ACME_STORAGE", "/acme/letsencrypt.json")
                .containsEntry("TRAEFIK_CERTIFICATESRESOLVERS_LETSENCRYPT_ACME_HTTPCHALLENGE_ENTRYPOINT", "web")
                .containsEntry("TRAEFIK_CERTIFICATESRESOLVERS_DNS-1_ACME_STORAGE", "/acme/dns-1.json")
                .containsEntry("TRAEFIK_CERTIFICATESRESOLVERS_DNS-1_ACME_DNSCHALLENGE_PROVIDER", "cloudflare");
        assertThat(template.envFrom()).hasSize(1);
        assertThat(template.volumes()).extracting(Mount::volume).contains("traefik-acme-$(node.name)");
        assertThat(plan.volumes()).singleElement().satisfies(volume -> {
            assertThat(volume.metadata().name()).isEqualTo("traefik-acme-a");
            assertThat(volume.spec().nodeName()).isEqualTo("a");
        });
    }

    @Test
    void routersOfOtherMachinesNeedAnEndpointAndTrustItsAuthority() {
        List<Node> remote = List.of(Ingress.node("a", 80, 443), Ingress.remote("b"));
        EdgePlan without = EdgePlan.of(Ingress.edge(null, null), remote, "roadstead-system", LOOPBACK);
        assertThat(without.application())
                .as("those of this machine run all the same")
                .isNotNull();
        assertThat(Objects.requireNonNull(without.problem()).message())
                .contains("nodes b")
                .contains("spec.endpoint");

        EdgePlan with = EdgePlan.of(Ingress.edge("https://10.0.0.1:7445", null), remote, "roadstead-system", null);
        assertThat(with.problem()).isNull();
        assertThat(values(template(with)))
                .containsEntry("TRAEFIK_PROVIDERS_HTTP_ENDPOINT", "https://10.0.0.1:7445/v1/edges/$(node.name)/traefik")
                .containsEntry("TRAEFIK_PROVIDERS_HTTP_TLS_CA", "/etc/roadstead/ca.crt");
        assertThat(template(with).volumes()).extracting(Mount::mountPath).contains("/etc/roadstead");
    }

    @Test
    void nothingRunsWithoutANodeOrAnEndpoint() {
        EdgePlan noNode = EdgePlan.of(Ingress.edge(null, null), List.of(), "roadstead-system", LOOPBACK);
        EdgePlan noEndpoint = EdgePlan.of(Ingress.edge(null, null), ONE, "roadstead-system", null);
        assertThat(List.of(noNode, noEndpoint))
                .extracting(EdgePlan::application)
                .containsOnlyNulls();
        assertThat(Objects.requireNonNull(noNode.problem()).reason()).isEqualTo("NoIngressNode");
        assertThat(Objects.requireNonNull(noEndpoint.problem()).message()).contains("--edge-listen");
    }

    @Test
    void itNeedsPolicyLevelPrivilegedForTheHostsNetworkAndForNothingElse() {
        assertThat(Policy.refusals(template(Ingress.edge(null, Ingress.STAGING)), PolicyLevel.BASELINE))
                .singleElement()
                .asString()
                .startsWith("hostNetwork: true");
    }

    private static ContainerTemplate template(Edge edge) {
        return template(EdgePlan.of(edge, ONE, "roadstead-system", LOOPBACK));
    }

    private static ContainerTemplate template(EdgePlan plan) {
        Application.Spec spec = Objects.requireNonNull(plan.application());
        return spec.template();
    }

    private static Map<String, @Nullable String> values(ContainerTemplate template) {
        Map<String, @Nullable String> values = new TreeMap<>();
        for (EnvVar variable : template.env()) {
            var secret =
                    variable.valueFrom() == null ? null : variable.valueFrom().secretKeyRef();
            values.put(
                    variable.name(),
                    secret == null ? variable.value() : "Secret " + secret.name() + ", " + secret.key());
        }
        return values;
    }
}
