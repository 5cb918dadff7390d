package dev.roadstead.controller.plan.route;

import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.HealthCheck;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The same routes as labels of a container, for a Traefik with the Docker provider. What labels cannot say is not in them:
 * certificates of Secrets, weights, and that a container has left routing.
 *
 * @see <a href="https://doc.traefik.io/traefik/routing/providers/docker/">Traefik's Docker provider</a>
 */
public final class DockerLabels {
    private static final String HTTP = "traefik.http.";

    private DockerLabels() {}

    /**
     * The labels; none for a container that none of the Domains leads to.
     *
     * @param domains those of its Application
     * @param template what it is made from
     * @param network the Docker network by which the edge reaches it
     */
    public static SortedMap<String, String> of(List<DomainRoutes> domains, ContainerTemplate template, String network) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (DomainRoutes domain : domains) {
            Backend backend = Backend.of(domain.domain());
            OptionalInt port = number(template, backend.port());
            if (port.isEmpty()) {
                continue;
            }
            domain.routers().forEach((name, router) -> add(labels, HTTP + "routers." + name, withoutOptions(router)));
            domain.middlewares().forEach((name, said) -> add(labels, HTTP + "middlewares." + name, said));
            String balancer = HTTP + "services." + RouteNames.service(backend) + ".loadbalancer";
            if (backend.cookie() != null) {
                add(labels, balancer + ".sticky", backend.cookie().tree());
            }
            labels.put(balancer + ".server.port", String.valueOf(port.getAsInt()));
            labels.put(balancer + ".passhostheader", "true");
            addHealthCheck(labels, balancer + ".healthcheck", template, port.getAsInt());
        }
        if (!labels.isEmpty()) {
            labels.put("traefik.enable", "true");
            labels.put("traefik.docker.network", network);
        }
        return labels;
    }

    private static OptionalInt number(ContainerTemplate template, String port) {
        return template.ports().stream()
                .filter(it -> EdgeView.is(it, port))
                .mapToInt(Port::containerPort)
                .findFirst();
    }

    /** Options of TLS cannot be made by labels, so they must not be named by them. */
    private static Map<String, Object> withoutOptions(Router router) {
        Map<String, Object> tree = router.tree();
        if (tree.get("tls") instanceof Map<?, ?> tls) {
            Map<Object, Object> rest = new TreeMap<>(tls);
            rest.remove("options");
            tree.put("tls", rest);
        }
        return tree;
    }

    private static void addHealthCheck(
            SortedMap<String, String> labels, String at, ContainerTemplate template, int port) {
        HealthCheck check = template.healthCheck();
        if (check == null || check.http() == null) {
            return;
        }
        OptionalInt checked = number(template, check.http().port().toString());
        if (checked.isPresent() && checked.getAsInt() == port) {
            labels.put(at + ".path", check.http().path());
            labels.put(at + ".interval", GoDuration.format(check.interval()));
            labels.put(at + ".timeout", GoDuration.format(check.timeout()));
        }
    }

    /** A tree as labels: objects by dots, lists of texts by commas, other lists by index. */
    private static void add(SortedMap<String, String> labels, String at, Object value) {
        switch (value) {
            case Map<?, ?> empty when empty.isEmpty() -> labels.put(at, "true");
            case Map<?, ?> fields ->
                fields.forEach((name, field) -> add(
                        labels,
                        at + "." + (isHeader(at) ? name : String.valueOf(name).toLowerCase(Locale.ROOT)),
                        field));
            case List<?> items
            when items.stream().allMatch(String.class::isInstance) ->
                labels.put(
                        at,
                        String.join(",", items.stream().map(String.class::cast).toList()));
            case List<?> items -> {
                for (int i = 0; i < items.size(); i++) {
                    add(labels, at + "[" + i + "]", items.get(i));
                }
            }
            default -> labels.put(at, String.valueOf(value));
        }
    }

    /** Names of header fields are values, not words of the configuration. */
    private static boolean isHeader(String at) {
        return at.endsWith(".customrequestheaders") || at.endsWith(".customresponseheaders");
    }
}
