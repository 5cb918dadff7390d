package dev.roadstead.controller.reconcile.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.lookup.RouterLookup;
import dev.roadstead.controller.loop.Outcome;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.plan.route.DynamicDocument;
import dev.roadstead.controller.plan.route.Router;
import dev.roadstead.model.Json;
import dev.roadstead.model.ResourceType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whether the edges that Roadstead runs say themselves that they route a Domain as they were told. */
class DomainConfirmationTest {
    private static final String OFF = "{hostname: shop.example.com, tls: {mode: 'Off'}}";

    private final DomainWorld world = new DomainWorld();

    @Test
    void anEdgeThatRoadsteadRunsHasToSayItselfThatItRoutes() throws Exception {
        world.api.patch(ResourceType.NODE, "", "a", Routes.yaml("{spec: {ingress: {enabled: true}}}"));
        world.put("shop/shop", OFF);
        world.fetch("a");
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("False NotConfirmed");
        assertThat(world.reconciler.reconcile("shop/shop")).isEqualTo(new Outcome.After(Duration.ofSeconds(2)));
        load("Host(`old.example.com`)", "enabled");
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("False NotConfirmed");
        load("Host(`shop.example.com`)", "disabled", "entryPoint \"web\" doesn't exist");
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("False Refused");
        assertThat(world.message("shop/shop", "Routed"))
                .contains("router shop_shop", "entryPoint \"web\" doesn't exist");
        load("Host(`shop.example.com`)", "enabled");
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("True Confirmed");
        assertThat(world.reconciler.reconcile("shop/shop")).isEqualTo(new Outcome.After(Duration.ofSeconds(20)));
        world.loaded.put("a", new RouterLookup.Report.Failed("nothing accepts connections at port 8099"));
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("Unknown NotConfirmed");
        world.loaded.put("a", new RouterLookup.Report.OutOfReach());
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("True Fetched");
    }

    @Test
    void anEdgeThatLostAMiddlewareOrHasAnotherDoesNotRouteIt() throws Exception {
        world.api.patch(ResourceType.NODE, "", "a", Routes.yaml("{spec: {ingress: {enabled: true}}}"));
        world.put(
                "shop/shop",
                "{hostname: shop.example.com, tls: {mode: 'Off'}, middlewares: {rateLimit: {average: 5, period: 1s}}}");
        world.fetch("a");
        Map<String, Object> limit = Map.of("average", 5, "burst", 5, "period", "1s");
        load("enabled", Map.of("rateLimit", limit));
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("True Confirmed");

        world.loaded.put("a", new RouterLookup.Report.Loaded(routers("Host(`shop.example.com`)", "enabled"), Map.of()));
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("False NotConfirmed");
        assertThat(world.message("shop/shop", "Routed"))
                .contains("the edge of node a has not loaded middleware shop_shop_rate");
        load("enabled", Map.of("rateLimit", Map.of("average", 500, "burst", 5, "period", "1s")));
        assertThat(world.message("shop/shop", "Routed"))
                .contains("has middleware shop_shop_rate with another rateLimit.average than it was told");
        load("disabled", Map.of("rateLimit", limit));
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("False Refused");
        Map<String, RouterLookup.Part> bare = new HashMap<>(routers("Host(`shop.example.com`)", "enabled"));
        bare.computeIfPresent("shop_shop", (_, part) -> {
            Map<String, Object> shown = new HashMap<>(part.shown());
            shown.remove("middlewares");
            return new RouterLookup.Part(part.status(), part.errors(), shown);
        });
        world.loaded.put("a", new RouterLookup.Report.Loaded(bare, middlewares("enabled", Map.of("rateLimit", limit))));
        assertThat(world.message("shop/shop", "Routed")).contains("has router shop_shop with another middlewares");
        load("enabled", Map.of("rateLimit", limit));
        assertThat(world.said("shop/shop", "Routed")).isEqualTo("True Confirmed");
    }

    private void load(String rule, String status, String... errors) throws Exception {
        world.loaded.put("a", new RouterLookup.Report.Loaded(routers(rule, status, errors), Map.of()));
    }

    private void load(String status, Map<String, Object> middleware) throws Exception {
        world.loaded.put(
                "a",
                new RouterLookup.Report.Loaded(
                        routers("Host(`shop.example.com`)", "enabled"), middlewares(status, middleware)));
    }

    private static Map<String, RouterLookup.Part> middlewares(String status, Map<String, Object> shown) {
        return Map.of("shop_shop_rate", new RouterLookup.Part(status, List.of(), shown));
    }

    /** As it was told, but for the rule. */
    private Map<String, RouterLookup.Part> routers(String rule, String status, String... errors) throws Exception {
        DomainRoutes routes = Objects.requireNonNull(world.table.routesOf("shop/shop"));
        Router told = Objects.requireNonNull(routes.routers().get("shop_shop"));
        Map<String, Object> shown =
                Json.mapper().readValue(DynamicDocument.json(told), new TypeReference<HashMap<String, Object>>() {});
        shown.put("rule", rule);
        return Map.of("shop_shop", new RouterLookup.Part(status, List.of(errors), shown));
    }
}
