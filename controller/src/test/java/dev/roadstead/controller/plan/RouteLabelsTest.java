package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Labels that Domains ask for are part of a release: another set of them is another release, and nothing else is. */
class RouteLabelsTest {
    private static final Apps SPEC = Apps.of(2, "app:1");
    private static final Map<String, String> SHOP =
            Map.of("traefik.http.routers.shop_shop.rule", "Host(`a.example.com`)");
    private static final Map<String, String> OTHER =
            Map.of("traefik.http.routers.shop_shop.rule", "Host(`b.example.com`)");

    private final Fleet fleet = new Fleet(SPEC, Nodes.ready("a"), Nodes.ready("b"));

    @Test
    void newLabelsAreARolloutAndTheirEndBringsTheFirstReleaseBack() {
        fleet.converge();
        Forecast forecast = forecast(SHOP);
        assertThat(forecast.fates()).hasSize(2).allMatch(fate -> fate.effect() == Forecast.Effect.RECREATE);
        assertThat(forecast.leastServing()).isEqualTo(2);

        ask(SHOP);
        assertThat(fleet.names()).containsExactly("web-2-0", "web-2-1");
        assertThat(fleet.containers())
                .allMatch(container -> container.spec().routeLabels().equals(SHOP));
        assertThat(fleet.release(2).spec().template())
                .isEqualTo(fleet.release(1).spec().template());
        assertThat(fleet.release(2).spec().cause()).isEqualTo("the labels that its Domains ask for have changed");

        ask(Map.of());
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.releases()).containsExactly("web-1", "web-2");
    }

    @Test
    void whileADomainWaitsForItsVerdictLabelsStayAsTheyAre() {
        ask(SHOP);
        fleet.routeLabels(_ -> Optional.empty());
        assertThat(fleet.pass().actions()).isEmpty();

        fleet.change(SPEC.image("app:2"));
        fleet.converge();
        assertThat(fleet.containers())
                .allMatch(container -> container.spec().routeLabels().equals(SHOP));
    }

    @Test
    void aHostnameIsNotRolledBack() {
        ask(SHOP);
        fleet.change(SPEC.image("app:2"));
        ask(OTHER);
        fleet.change(SPEC.image("app:2").rollback(1));
        fleet.converge();
        assertThat(fleet.containers()).hasSize(2).allSatisfy(container -> {
            assertThat(container.spec().template().image()).isEqualTo("app:1");
            assertThat(container.spec().routeLabels()).isEqualTo(OTHER);
        });
        assertThat(fleet.pass().actions()).isEmpty();
    }

    @Test
    void theEnginesContainerIsToldFromOneWithOtherLabels() {
        ask(SHOP);
        var container = fleet.container("web-1-0");
        ask(OTHER);
        assertThat(Blueprints.specHash(fleet.container("web-2-0"))).isNotEqualTo(Blueprints.specHash(container));
    }

    private void ask(Map<String, String> labels) {
        fleet.routeLabels(_ -> Optional.of(labels));
        fleet.converge();
    }

    private Forecast forecast(Map<String, String> labels) {
        fleet.routeLabels(_ -> Optional.of(labels));
        return Forecast.of(fleet.snapshot(), fleet.application());
    }
}
