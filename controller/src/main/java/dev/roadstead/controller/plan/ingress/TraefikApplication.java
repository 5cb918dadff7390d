package dev.roadstead.controller.plan.ingress;

import dev.roadstead.controller.plan.analysis.LatencyBounds;
import dev.roadstead.model.Application;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.EnvFrom;
import dev.roadstead.model.ContainerTemplate.EnvVar;
import dev.roadstead.model.Edge;
import dev.roadstead.model.Edge.Acme;
import dev.roadstead.model.Edge.DnsResolver;
import dev.roadstead.model.Mount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Traefik as an Application, on every node with ingress. Its static configuration is all in its environment: of files,
 * arguments and environment Traefik reads only one, and the token must not be among the arguments.
 *
 * @see <a href="https://doc.traefik.io/traefik/reference/static-configuration/env/">Traefik's environment variables</a>
 */
public final class TraefikApplication {
    public static final String NAME = "traefik";

    /** Where every router answers on loopback: its API, whether it is well, and what it counts. */
    public static final int API_PORT = 8099;

    /** ConfigMap with the certificate of the authority that the edge endpoint's own is of. */
    private static final String AUTHORITY = "edge-ca";

    private static final String AUTHORITY_FILE = "ca.crt";
    private static final String TRUST = "/etc/roadstead";
    private static final String ACME = "/acme";

    private TraefikApplication() {}

    /** The Volume with the certificates that the router of a node got: Traefik shares them with no other. */
    public static String acmeVolume(String node) {
        return "traefik-acme-" + node;
    }

    /** The specification; {@code loopback} is where the server answers edges of its own machine, as {@code http://…}. */
    public static Application.Spec spec(Edge edge, String loopback) {
        Edge.Spec wanted = edge.spec();
        String endpoint = wanted.endpoint();
        List<EnvVar> env = new ArrayList<>(entryPoints());
        env.addAll(provider(endpoint == null ? loopback : endpoint, endpoint != null));
        List<EnvFrom> envFrom = new ArrayList<>();
        List<Mount> mounts = new ArrayList<>(List.of(Templates.memory("/tmp")));
        if (endpoint != null) {
            mounts.add(Templates.configMap(TRUST, AUTHORITY, AUTHORITY_FILE, AUTHORITY_FILE));
        }
        Acme acme = wanted.acme();
        if (acme != null) {
            env.addAll(resolver(acme, Issuers.BY_HTTP, null));
            acme.dns().forEach(dns -> env.addAll(resolver(acme, dns.name(), dns)));
            acme.dns().stream()
                    .map(DnsResolver::secretName)
                    .distinct()
                    .map(Templates::allOf)
                    .forEach(envFrom::add);
            mounts.add(Templates.volume(ACME, acmeVolume("$(node.name)")));
        }
        ContainerTemplate template = Templates.onHost(
                wanted.image(),
                wanted.imagePullPolicy(),
                List.of(),
                env,
                envFrom,
                Templates.listening("traefik", API_PORT),
                mounts,
                List.of("traefik", "healthcheck"));
        return IngressNodes.onEach(template);
    }

    private static List<EnvVar> entryPoints() {
        return List.of(
                Templates.value("TRAEFIK_ENTRYPOINTS_WEB_ADDRESS", ":$(node.httpPort)"),
                Templates.value("TRAEFIK_ENTRYPOINTS_WEBSECURE_ADDRESS", ":$(node.httpsPort)"),
                Templates.value("TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS", "127.0.0.1:" + API_PORT),
                Templates.value("TRAEFIK_API_INSECURE", "true"),
                Templates.value("TRAEFIK_API_DASHBOARD", "false"),
                Templates.value("TRAEFIK_PING", "true"),
                // Of services alone: canaries are judged by them, and nobody reads the others.
                Templates.value("TRAEFIK_METRICS_PROMETHEUS", "true"),
                Templates.value("TRAEFIK_METRICS_PROMETHEUS_ENTRYPOINT", "traefik"),
                Templates.value("TRAEFIK_METRICS_PROMETHEUS_ADDSERVICESLABELS", "true"),
                Templates.value("TRAEFIK_METRICS_PROMETHEUS_ADDENTRYPOINTSLABELS", "false"),
                Templates.value("TRAEFIK_METRICS_PROMETHEUS_BUCKETS", String.join(",", LatencyBounds.SECONDS)),
                Templates.value("TRAEFIK_GLOBAL_CHECKNEWVERSION", "false"),
                Templates.value("TRAEFIK_GLOBAL_SENDANONYMOUSUSAGE", "false"));
    }

    private static List<EnvVar> provider(String base, boolean trusted) {
        List<EnvVar> env = new ArrayList<>(List.of(
                Templates.value("TRAEFIK_PROVIDERS_HTTP_ENDPOINT", base + "/v1/edges/$(node.name)/traefik"),
                Templates.value("TRAEFIK_PROVIDERS_HTTP_POLLINTERVAL", "1s"),
                // It gathers changes of two seconds otherwise, and drains end sooner.
                Templates.value("TRAEFIK_PROVIDERS_PROVIDERSTHROTTLEDURATION", "0s"),
                Templates.secret("TRAEFIK_PROVIDERS_HTTP_HEADERS_AUTHORIZATION", "edge-$(node.name)", "authorization"),
                // Not for Traefik: with another token the node gets another router.
                Templates.value("ROADSTEAD_EDGE_TOKEN", "$(node.edgeToken)")));
        if (trusted) {
            env.add(Templates.value("TRAEFIK_PROVIDERS_HTTP_TLS_CA", TRUST + "/" + AUTHORITY_FILE));
        }
        return env;
    }

    private static List<EnvVar> resolver(Acme acme, String name, @Nullable DnsResolver dns) {
        String prefix = "TRAEFIK_CERTIFICATESRESOLVERS_" + name.toUpperCase(Locale.ROOT) + "_ACME_";
        return List.of(
                Templates.value(prefix + "EMAIL", acme.email()),
                Templates.value(prefix + "CASERVER", Issuers.directory(acme)),
                Templates.value(prefix + "STORAGE", ACME + "/" + name + ".json"),
                dns == null
                        ? Templates.value(prefix + "HTTPCHALLENGE_ENTRYPOINT", "web")
                        : Templates.value(prefix + "DNSCHALLENGE_PROVIDER", dns.provider()));
    }
}
