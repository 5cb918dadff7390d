package dev.roadstead.controller.plan.ingress;

import dev.roadstead.controller.plan.ingress.Issuers.Problem;
import dev.roadstead.controller.plan.route.CanonicalJson;
import dev.roadstead.controller.plan.route.Standing;
import dev.roadstead.model.Application;
import dev.roadstead.model.Condition;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Domain.TlsMode;
import dev.roadstead.model.Node;
import dev.roadstead.model.SpecHash;
import dev.roadstead.model.Tunnel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is to be for a Tunnel: cloudflared on each node with ingress, which gives requests for the Domains' hostnames
 * to the router beside it. So middlewares, weights and drains are the router's, as for any other request.
 *
 * @param files of the ConfigMap: each node's configuration, for nodes differ in their ports
 * @see <a
 *     href="https://developers.cloudflare.com/cloudflare-one/connections/connect-networks/do-more-with-tunnels/local-management/configuration-file/">cloudflared's
 *     configuration file</a>
 */
public record TunnelPlan(List<String> hostnames, SortedMap<String, String> files, Application.Spec application) {
    private static final String CONFIG = "/etc/cloudflared/config";
    private static final String CREDENTIALS = "/etc/cloudflared/credentials";
    private static final String CREDENTIALS_FILE = "credentials.json";

    /** A hostname, and whether the router beside speaks TLS for it. Public to be hashed. */
    public record Rule(String hostname, boolean tls) {}

    /** All rules of a configuration. Public to be hashed. */
    public record Rules(List<Rule> rules) {}

    /** Name of the ConfigMap and the Application. */
    public static String name(Tunnel tunnel) {
        return "tunnel-" + tunnel.metadata().name();
    }

    /** The plan; empty while one of the Domains waits for its verdict. */
    public static Optional<TunnelPlan> of(Tunnel tunnel, Collection<Domain> domains, List<Node> ingress) {
        List<Domain> selected = domains.stream()
                .filter(domain -> !domain.metadata().deleting())
                .filter(domain -> domain.metadata()
                        .labels()
                        .entrySet()
                        .containsAll(tunnel.spec().domainSelector().entrySet()))
                .toList();
        if (selected.stream().anyMatch(domain -> Standing.of(domain) == Standing.PENDING)) {
            return Optional.empty();
        }
        List<Rule> rules = rules(selected);
        SortedMap<String, String> files = new TreeMap<>();
        ingress.forEach(node -> files.put(
                node.metadata().name() + ".yaml",
                file(tunnel, rules, node.spec().ingress())));
        return Optional.of(new TunnelPlan(
                rules.stream().map(Rule::hostname).toList(),
                files,
                application(tunnel, SpecHash.of(new Rules(rules)))));
    }

    /** A hostname once, whatever its paths are; exact ones before wildcards, for cloudflared takes the first that fits. */
    private static List<Rule> rules(List<Domain> domains) {
        SortedMap<String, Boolean> tls = new TreeMap<>();
        domains.stream()
                .filter(domain -> Standing.of(domain) == Standing.GRANTED)
                .forEach(domain -> tls.merge(
                        domain.spec().hostname(), domain.spec().tls().mode() != TlsMode.Off, Boolean::logicalOr));
        return tls.entrySet().stream()
                .map(entry -> new Rule(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(rule -> rule.hostname().startsWith("*.")))
                .toList();
    }

    /** JSON is YAML. */
    private static String file(Tunnel tunnel, List<Rule> rules, Node.Ingress ports) {
        List<Object> ingress = new ArrayList<>();
        for (Rule rule : rules) {
            Map<String, Object> said = new TreeMap<>(Map.of("hostname", rule.hostname()));
            said.put(
                    "service",
                    rule.tls() ? "https://127.0.0.1:" + ports.httpsPort() : "http://127.0.0.1:" + ports.httpPort());
            if (rule.tls()) {
                // The router beside it is known by its address; what certificate it has by now does not matter.
                said.put("originRequest", Map.of("matchSNItoHost", true, "noTLSVerify", true));
            }
            ingress.add(said);
        }
        ingress.add(Map.of("service", "http_status:404"));
        return CanonicalJson.of(Map.of(
                "tunnel",
                tunnel.spec().tunnel(),
                "credentials-file",
                CREDENTIALS + "/" + CREDENTIALS_FILE,
                "ingress",
                ingress));
    }

    private static Application.Spec application(Tunnel tunnel, String rules) {
        Tunnel.Spec spec = tunnel.spec();
        String metrics = "127.0.0.1:" + spec.metricsPort();
        ContainerTemplate template = Templates.onHost(
                spec.image(),
                spec.imagePullPolicy(),
                List.of("tunnel", "--config", CONFIG + "/config.yaml", "--metrics", metrics, "run"),
                List.of(
                        // Files are as they were when a container was made, so other rules or ports are another
                        // container.
                        Templates.value("ROADSTEAD_RULES", rules),
                        Templates.value("ROADSTEAD_PORTS", "$(node.httpPort),$(node.httpsPort)")),
                List.of(),
                Templates.listening("metrics", spec.metricsPort()),
                List.of(
                        Templates.configMap(CONFIG, name(tunnel), "$(node.name).yaml", "config.yaml"),
                        Templates.secretFile(
                                CREDENTIALS, spec.credentialsSecret(), CREDENTIALS_FILE, CREDENTIALS_FILE)),
                List.of("cloudflared", "tunnel", "--metrics", metrics, "ready"));
        return IngressNodes.onEach(template);
    }

    /**
     * What is said of the Tunnel.
     *
     * @param hostnames that come in
     * @param application null if there is none
     */
    public static Tunnel.Status status(
            Tunnel tunnel,
            @Nullable Problem problem,
            List<String> hostnames,
            List<Node> ingress,
            @Nullable Application application,
            Instant now) {
        Long generation = tunnel.metadata().generation();
        List<Condition> known =
                tunnel.status() == null ? List.of() : tunnel.status().conditions();
        return new Tunnel.Status(
                generation,
                hostnames,
                EdgeStatus.ready(problem, ingress, application).in(known, "Ready", generation, now));
    }
}
