package dev.roadstead.controller.plan.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.testkit.edge.RouteRule;
import dev.roadstead.testkit.edge.TraefikSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** What holds of every routing, whatever it was made of. Each test prints its seed when it fails. */
class RoutingPropertyTest {
    private static final TraefikSchema SCHEMA = new TraefikSchema();
    private static final String[] LABELS = {"a", "b", "a-b", "b-c", "a--b", "http", "auth", "x1", "canary", "stable"};
    private static final String HOSTILE = "`|&()*.$\\\n\r\t\0 {}<>\"'%?#;:@/abcAZ09-_é\u2028";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @RepeatedTest(20)
    void twoDomainsNeverShareAName() {
        Map<String, String> owners = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            String key = label() + "/" + dotted(1 + random.nextInt(3));
            Domain domain = Routes.domain(
                    key,
                    "{hostname: a.example.com, pathPrefix: /a, hsts: {}, middlewares:"
                            + " {compress: true, stripPrefix: true, maxBodySize: 5, retry: {attempts: 2}}}");
            DomainRoutes routes = DomainRoutes.of(domain, List.of());
            Stream.concat(
                            routes.routers().keySet().stream(),
                            routes.middlewares().keySet().stream().map(name -> "middleware " + name))
                    .forEach(name -> assertThat(owners.merge(name, key, (a, b) -> a.equals(b) ? a : a + " and " + b))
                            .as("owner of %s, seed %d", name, seed)
                            .isEqualTo(key));
        }
    }

    @RepeatedTest(50)
    void twoPortsNeverShareAService() {
        Map<String, Backend> owners = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            Backend backend = new Backend(label(), dotted(1 + random.nextInt(2)), label(), cookie());
            String name = RouteNames.service(backend);
            for (String each : List.of(name, RouteNames.canary(backend, 1 + random.nextInt(3)), name + "_stable")) {
                Backend owner = owners.putIfAbsent(each, backend);
                assertThat(owner == null || owner.equals(backend))
                        .as("%s and %s, seed %d", owner, backend, seed)
                        .isTrue();
            }
        }
    }

    @RepeatedTest(200)
    void noInputEscapesItsRule() {
        String hostname = random.nextBoolean() ? mangled("shop.example.com") : mangled("*.example.com");
        String prefix = random.nextInt(4) == 0 ? "/" : mangled("/api/v1");
        ObjectNode spec = (ObjectNode) Routes.yaml("{}");
        spec.put("hostname", hostname).put("pathPrefix", prefix);
        String rule;
        try {
            rule = RouterRule.of(Routes.domain("shop/a", spec).spec());
        } catch (IllegalArgumentException e) {
            assertThat(String.valueOf(e.getMessage())).matches("[ -~]*").containsAnyOf("hostname is", "pathPrefix is");
            return;
        }
        RouteRule host = hostname.startsWith("*.")
                ? new RouteRule.HostRegexp("^[a-z0-9-]+" + hostname.substring(1).replace(".", "\\.") + "$")
                : new RouteRule.Host(hostname);
        RouteRule expected = prefix.equals("/")
                ? host
                : new RouteRule.And(List.of(
                        host,
                        new RouteRule.Or(List.of(new RouteRule.Path(prefix), new RouteRule.PathPrefix(prefix + "/")))));
        assertThat(RouteRule.parse(rule)).as("seed %d", seed).isEqualTo(expected);
    }

    @RepeatedTest(300)
    void sharesSumUpAndOnlyContainersThatServeAreServers() throws Exception {
        List<Container> containers = containers();
        int refused = random.nextInt(4);
        Application application = Routes.application(rollout(), refused == 0 ? null : refused);
        EdgeView edge = new EdgeView("a", Map.of());
        var services = Backends.of(new Backend("shop", "web", "http", cookie()), application, containers, edge);

        List<String> servers = new ArrayList<>();
        for (Service service : services.values()) {
            switch (service) {
                case Service.LoadBalancer balancer -> servers.addAll(balancer.servers());
                case Service.Weighted weighted -> {
                    List<Service.Share> shares = weighted.shares();
                    assertThat(shares.stream().mapToInt(Service.Share::percent).sum())
                            .as("seed %d", seed)
                            .isEqualTo(100);
                    assertThat(shares).allSatisfy(share -> {
                        assertThat(share.percent()).isBetween(0, 100);
                        assertThat(services).containsKey(share.service());
                    });
                }
            }
        }
        List<Container> serving = containers.stream()
                .filter(it -> it.spec().nodeName().equals("a"))
                .filter(Backends::serves)
                .toList();
        boolean others = serving.stream().anyMatch(it -> it.spec().release() != refused);
        assertThat(servers)
                .as("seed %d", seed)
                .containsExactlyInAnyOrderElementsOf(serving.stream()
                        .filter(it -> !others || it.spec().release() != refused)
                        .map(it -> "http://"
                                + (it.status() == null ? "" : it.status().ip()) + ":8080")
                        .toList());
    }

    @RepeatedTest(20)
    void theSameInputIsTheSameBytesInAnyOrderAndTraefikTakesThem() throws Exception {
        List<DomainRoutes> domains = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String host = (random.nextInt(4) == 0 ? "*." : "") + label() + i + ".example.com";
            String tls = List.of("Auto", "Secret", "'Off'").get(random.nextInt(3));
            domains.add(DomainRoutes.of(
                    Routes.domain("shop/" + label() + i, "{hostname: '" + host + "', tls: {mode: " + tls + "}}"),
                    List.of()));
        }
        List<Container> containers = new ArrayList<>(containers());
        List<Application> applications = List.of(Routes.application(rollout()));
        EdgeView edge = new EdgeView("a", Map.of());
        String first = Routing.of(domains, new TreeMap<>(), applications, containers, edge)
                .toJson();
        assertThat(SCHEMA.faults(new JsonMapper().readTree(first)))
                .as("seed %d", seed)
                .isEmpty();

        Collections.shuffle(domains, random);
        Collections.shuffle(containers, random);
        assertThat(Routing.of(domains, new TreeMap<>(), applications, containers, edge)
                        .toJson())
                .as("seed %d", seed)
                .isEqualTo(first);
    }

    private List<Container> containers() {
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(i -> Routes.container(
                        i,
                        Routes.yaml("{release: %d, ready: %s, routed: %s, deleting: %s, node: %s}"
                                .formatted(
                                        1 + random.nextInt(3),
                                        random.nextInt(4) > 0,
                                        random.nextInt(4) > 0,
                                        random.nextInt(5) == 0,
                                        random.nextInt(5) == 0 ? "b" : "a"))))
                .toList();
    }

    private JsonNode rollout() {
        Application.Rollout.Phase[] phases = Application.Rollout.Phase.values();
        return Routes.yaml("{phase: %s, release: 2, weight: %s, startedAt: '2026-01-01T00:00:00Z', lastProgressAt:"
                        .formatted(
                                phases[random.nextInt(phases.length)],
                                random.nextInt(5) == 0 ? "null" : random.nextInt(3) * random.nextInt(51))
                + " '2026-01-01T00:00:00Z', message: m}");
    }

    private @Nullable Cookie cookie() {
        return random.nextInt(3) == 0 ? null : new Cookie(label(), random.nextBoolean());
    }

    private String label() {
        return LABELS[random.nextInt(LABELS.length)];
    }

    private String dotted(int labels) {
        return String.join(
                ".", IntStream.range(0, labels).mapToObj(i -> label()).toList());
    }

    /** With up to three characters put in, taken out or exchanged. */
    private String mangled(String text) {
        StringBuilder result = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(result.length() + 1);
            char c = HOSTILE.charAt(random.nextInt(HOSTILE.length()));
            if (random.nextBoolean() || at == result.length()) {
                result.insert(at, c);
            } else {
                result.setCharAt(at, c);
            }
        }
        return result.toString();
    }
}
