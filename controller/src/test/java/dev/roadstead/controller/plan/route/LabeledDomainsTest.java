package dev.roadstead.controller.plan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.RouteLabels;
import dev.roadstead.model.Domain;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which Domains have containers carry labels, and when that is not known yet. */
class LabeledDomainsTest {
    private static final String SHOP = "{hostname: shop.example.com, labels: true}";
    private static final String API = "{hostname: api.example.com, labels: true}";

    @Test
    void anAcceptedDomainIsInTheLabelsAndARefusedOneIsNot() {
        assertThat(labels(accepted("shop", SHOP), Routes.judged(domain("api", API), 1, "Accepted", "False")))
                .containsEntry("traefik.http.routers.shop_shop.rule", "Host(`shop.example.com`)")
                .containsEntry("traefik.docker.network", "shop")
                .noneSatisfy((label, _) -> assertThat(label).contains("shop_api"));
    }

    @Test
    void oneThatDoesNotAskForLabelsIsNotWaitedFor() {
        RouteLabels labels = LabeledDomains.of(List.of(domain("shop", "{hostname: shop.example.com}")), "shop");
        assertThat(labels).isSameAs(RouteLabels.NONE);
    }

    @Test
    void nothingIsSaidWhileADomainWaitsForItsVerdict() {
        Domain old = Routes.judged(domain("api", API), 0, "Accepted", "True");
        Domain unclear = Routes.judged(accepted("api", API), 1, "OwnershipVerified", "Unknown");
        for (Domain waiting : List.of(domain("api", API), old, unclear)) {
            assertThat(of(accepted("shop", SHOP), waiting).of(Templates.listening("app:1", "http", 8080)))
                    .isEmpty();
        }
    }

    @Test
    void aHostnameThatIsNotProvedIsInNoLabel() {
        assertThat(labels(Routes.judged(accepted("shop", SHOP), 1, "OwnershipVerified", "False")))
                .isEmpty();
    }

    @Test
    void hashesOfPasswordsAreInNoLabel() {
        assertThat(labels(accepted(
                        "shop",
                        "{hostname: shop.example.com, labels: true, middlewares: {basicAuth: {secretName: users}}}")))
                .isEmpty();
    }

    @Test
    void aTemplateWithoutThePortCarriesNone() {
        assertThat(of(accepted("shop", SHOP)).of(Templates.image("app:1"))).contains(Map.of());
    }

    @Test
    void theOrderOfDomainsDoesNotMatter() {
        Domain shop = accepted("shop", SHOP);
        Domain api = accepted("api", API);
        assertThat(of(shop, api)).isEqualTo(of(api, shop));
    }

    private static Map<String, String> labels(Domain... domains) {
        return of(domains).of(Templates.listening("app:1", "http", 8080)).orElseThrow();
    }

    private static RouteLabels of(Domain... domains) {
        return LabeledDomains.of(List.of(domains), "shop");
    }

    private static Domain accepted(String name, String spec) {
        return Routes.judged(domain(name, spec), 1, "Accepted", "True");
    }

    private static Domain domain(String name, String spec) {
        return Routes.domain("shop/" + name, spec);
    }
}
