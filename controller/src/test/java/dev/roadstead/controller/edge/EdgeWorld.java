package dev.roadstead.controller.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import dev.roadstead.model.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A route table over objects in memory, whose changes it is told as informers would tell them. */
final class EdgeWorld {
    final List<String> told = new CopyOnWriteArrayList<>();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Map<String, Container> containers = new TreeMap<>();
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Map<String, Application> applications = new TreeMap<>();
    final RouteTable table = new RouteTable(
            lister(applications, (a, b) -> false),
            lister(
                    containers,
                    (container, key) -> key.equals(container.metadata().namespace() + "/"
                            + container.spec().application())),
            lister(nodes, (a, b) -> false),
            () -> now,
            told::add);

    EdgeWorld() {
        node("a", "192.0.2.1");
        node("b", "192.0.2.2");
    }

    void node(String name, String address) {
        Node after = Routes.node(name, address);
        Node before = nodes.put(name, after);
        table.node(before, after);
    }

    void container(int ordinal, String said) {
        Container after = Routes.container(ordinal, Routes.yaml(said));
        Container before = containers.put(after.key(), after);
        table.container(before, after);
    }

    void rollout(String rollout) {
        Application after = Routes.application(Routes.yaml(rollout));
        Application before = applications.put(after.key(), after);
        table.application(before, after);
    }

    void put(Domain domain) {
        table.put(new Accepted(DomainRoutes.of(domain, List.of()), null));
    }

    static Domain domain(String name) {
        return Routes.domain("shop/" + name, "{hostname: " + name + ".example.com, tls: {mode: 'Off'}}");
    }

    JsonNode ask(String node) throws IOException {
        return new JsonMapper().readTree(table.ask(node).content().bytes());
    }

    /** An edge asks, and gets its answer. */
    void tell(String node) {
        table.told(node, table.ask(node));
    }

    boolean leadsTo(int ordinal) {
        return table.leadsTo(Routes.container(ordinal, Routes.yaml("{}")));
    }

    /** The URLs behind service shop_web_http. */
    List<String> servers(String node) throws IOException {
        List<String> urls = new ArrayList<>();
        ask(node)
                .at("/http/services/shop_web_http/loadBalancer/servers")
                .forEach(server -> urls.add(server.path("url").asText()));
        return urls;
    }

    private static <T extends Resource> Lister<T> lister(Map<String, T> objects, BiFunction<T, String, Boolean> filed) {
        return new Lister<>() {
            @Override
            public @Nullable T find(String namespace, String name) {
                return objects.get(namespace.isEmpty() ? name : namespace + "/" + name);
            }

            @Override
            public List<T> all() {
                return List.copyOf(objects.values());
            }

            @Override
            public List<T> byIndex(String index, String value) {
                return objects.values().stream()
                        .filter(it -> filed.apply(it, value))
                        .toList();
            }
        };
    }
}
