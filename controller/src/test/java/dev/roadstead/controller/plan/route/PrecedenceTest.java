package dev.roadstead.controller.plan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.testkit.edge.RouteRule;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of Domains that overlap, which one a request goes to, by the rules and priorities of their routers. */
class PrecedenceTest {
    private static final Map<String, Router> ROUTERS = routers();

    private static Map<String, Router> routers() {
        Map<String, Router> routers = new LinkedHashMap<>();
        Map.of(
                        "all", "hostname: '*.example.com'",
                        "all-api", "hostname: '*.example.com', pathPrefix: /api/v1/and/so/on",
                        "shop", "hostname: shop.example.com",
                        "shop-api", "hostname: shop.example.com, pathPrefix: /api",
                        "shop-v1", "hostname: shop.example.com, pathPrefix: /api/v1",
                        "deep", "hostname: '*.shop.example.com'")
                .forEach((name, spec) -> routers.putAll(
                        DomainRoutes.of(Routes.domain("shop/" + name, "{" + spec + ", tls: {mode: 'Off'}}"), List.of())
                                .routers()));
        return routers;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            shop.example.com,       /,                          shop
            shop.example.com,       /about,                     shop
            shop.example.com,       /api,                       shop-api
            shop.example.com,       /api/,                      shop-api
            shop.example.com,       /apis,                      shop
            shop.example.com,       /api/v1,                    shop-v1
            shop.example.com,       /api/v1/x,                  shop-v1
            shop.example.com,       /api/v10,                   shop-api
            shop.example.com,       /api/v1/and/so/on/x,        shop-v1
            other.example.com,      /,                          all
            other.example.com,      /api/v1,                    all
            other.example.com,      /api/v1/and/so/on,          all-api
            a.shop.example.com,     /,                          deep
            a.b.shop.example.com,   /,                          none
            a.other.example.com,    /,                          none
            example.com,            /,                          none
            """)
    void theMostSpecificDomainGetsTheRequest(String host, String path, String domain) {
        String expected = domain.equals("none") ? domain : "shop_" + domain;
        assertThat(ROUTERS.entrySet().stream()
                        .filter(router ->
                                RouteRule.parse(router.getValue().rule()).matches(host, path))
                        .max(Comparator.comparingInt(router -> router.getValue().priority()))
                        .map(Map.Entry::getKey)
                        .orElse("none"))
                .isEqualTo(expected);
    }
}
