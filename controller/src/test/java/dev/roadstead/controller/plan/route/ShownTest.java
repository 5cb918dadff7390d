package dev.roadstead.controller.plan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Routes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ShownTest {
    private static final DomainRoutes ROUTES = DomainRoutes.of(
            Routes.domain(
                    "shop/shop",
                    "{hostname: shop.example.com, pathPrefix: /api, hsts: {maxAge: 8760h}, middlewares: {"
                            + "rateLimit: {average: 5, period: 1m}, basicAuth: {secretName: u},"
                            + " headers: {request: {X-A: '', X-B: b}}, compress: true, stripPrefix: true}}"),
            List.of("ann:hash"));
    private static final Router ROUTER = Objects.requireNonNull(ROUTES.routers().get("shop_shop"));

    @Test
    void whatAnEdgeShowsAsItWasToldIsTheSame() {
        ROUTES.routers()
                .values()
                .forEach(router ->
                        assertThat(Shown.difference(router, router.tree())).isEmpty());
        ROUTES.middlewares()
                .values()
                .forEach(said -> assertThat(Shown.difference(said, said)).isEmpty());
    }

    @Test
    void anEdgeMayShowMoreAndInItsOwnWords() {
        Map<String, Object> router = new HashMap<>(ROUTER.tree());
        router.put("service", ROUTER.service() + "@http");
        router.put(
                "middlewares",
                ROUTER.middlewares().stream().map(name -> name + "@http").toList());
        router.put("tls", Map.of("options", "roadstead@http", "certResolver", "letsencrypt"));
        router.put("priority", (long) ROUTER.priority());
        router.put("using", List.of("websecure"));
        assertThat(Shown.difference(ROUTER, router)).isEmpty();

        Map<String, Object> rate =
                Map.of("average", 5L, "burst", 5, "period", "60s", "sourceCriterion", Map.of("requestHost", true));
        assertThat(Shown.difference(middleware("rate"), Map.of("rateLimit", rate, "status", "enabled")))
                .isEmpty();
        Map<String, Object> nanoseconds = Map.of("average", 5, "burst", 5, "period", 60_000_000_000L);
        assertThat(Shown.difference(middleware("rate"), Map.of("rateLimit", nanoseconds)))
                .isEmpty();
        assertThat(Shown.difference(middleware("compress"), Map.of("compress", Map.of("encodings", List.of("br")))))
                .isEmpty();
        assertThat(Shown.difference(middleware("auth"), Map.of("basicAuth", Map.of("removeHeader", true))))
                .as("passwords may be kept back")
                .isEmpty();
    }

    @Test
    void whatIsOtherwiseIsNamedAndItsValueIsNot() {
        assertThat(Shown.difference(ROUTER, with("rule", "Host(`evil.example.com`)")))
                .contains("rule");
        assertThat(Shown.difference(ROUTER, with("priority", 1))).contains("priority");
        assertThat(Shown.difference(ROUTER, with("service", "shop_other_http"))).contains("service");
        assertThat(Shown.difference(ROUTER, with("entryPoints", List.of("web"))))
                .contains("entryPoints");
        assertThat(Shown.difference(ROUTER, with("tls", Map.of("options", "default"))))
                .contains("tls.options");
        assertThat(Shown.difference(
                        middleware("rate"), Map.of("rateLimit", Map.of("average", 5, "burst", 5, "period", "1s"))))
                .contains("rateLimit.period");
        assertThat(Shown.difference(middleware("auth"), Map.of("basicAuth", Map.of("users", List.of("eve:hash")))))
                .contains("basicAuth.users");
        assertThat(Shown.difference(middleware("strip"), Map.of("stripPrefix", Map.of("prefixes", "/api"))))
                .contains("stripPrefix.prefixes");
        assertThat(Shown.difference(middleware("compress"), Map.of("retry", Map.of())))
                .contains("compress");
        assertThat(Shown.difference(
                        middleware("headers"), Map.of("headers", Map.of("customRequestHeaders", Map.of("X-A", "")))))
                .as("a header that is lost")
                .contains("headers.customRequestHeaders");
    }

    @Test
    void aRouterPassesItsMiddlewaresAllOfThemInOrderAndNoOther() {
        List<String> all = ROUTER.middlewares();
        assertThat(Shown.difference(ROUTER, with("middlewares", all.subList(1, all.size()))))
                .contains("middlewares");
        assertThat(Shown.difference(ROUTER, with("middlewares", all.reversed())))
                .contains("middlewares");
        Map<String, Object> none = new HashMap<>(ROUTER.tree());
        none.remove("middlewares");
        assertThat(Shown.difference(ROUTER, none)).contains("middlewares");

        Router plain = Objects.requireNonNull(
                DomainRoutes.of(Routes.domain("shop/b", "{hostname: b.example.com, tls: {mode: 'Off'}}"), List.of())
                        .routers()
                        .get("shop_b"));
        Map<String, Object> more = new HashMap<>(plain.tree());
        assertThat(Shown.difference(plain, more)).isEmpty();
        more.put("middlewares", List.of("other@http"));
        assertThat(Shown.difference(plain, more)).contains("middlewares");
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> router = new HashMap<>(ROUTER.tree());
        router.put(field, value);
        return router;
    }

    private static Map<String, Object> middleware(String kind) {
        return Objects.requireNonNull(ROUTES.middlewares().get("shop_shop_" + kind), kind);
    }
}
