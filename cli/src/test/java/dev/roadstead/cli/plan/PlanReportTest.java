package dev.roadstead.cli.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.plan.Forecast;
import dev.roadstead.controller.plan.Forecast.Effect;
import dev.roadstead.controller.plan.Forecast.Fate;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanReportTest {
    private static final Fate KEPT = new Fate("web-1-0", Effect.IN_PLACE, null, "a", false, null);
    private static final Fate REPLACED = new Fate("web-1-0", Effect.RECREATE, "web-2-0", "a", false, null);
    private static final Fate ADDED = new Fate("web-1-0", Effect.NEW, null, "a", false, null);

    @Test
    void whatGoesIsSaidWithWhatGoesOnServing() {
        assertThat(lines(Phase.Complete, null, REPLACED))
                .containsExactly(
                        "Application web in namespace shop: configured",
                        "  CONTAINER  EFFECT    BECOMES  NODE  DOWNTIME  DATA",
                        "  web-1-0    recreate  web-2-0  a     no        no risk",
                        "  If nothing fails, there are always 2 or more that take requests. What a container wrote into"
                                + " its own file system goes with it.");
    }

    @Test
    void whereNothingGoesNothingIsSaidOfIt() {
        assertThat(lines(Phase.Complete, null, ADDED)).hasSize(3);
        assertThat(lines(Phase.Complete, null, KEPT)).hasSize(3);
    }

    @Test
    void anObstacleIsSaidOnce() {
        assertThat(lines(Phase.Failed, "no node fits", KEPT))
                .hasSize(4)
                .endsWith("  It would not get further: no node fits");
    }

    @Test
    void aRolloutThatWaitsForSomebodyIsSaidToStay() {
        assertThat(lines(Phase.AwaitingPromotion, null, KEPT))
                .endsWith("  It would stay at AwaitingPromotion: as it stands");
    }

    @Test
    void labelsOfADomainAreSaidToBeARollout() {
        Rollout end = new Rollout(Phase.Complete, 2, null, null, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, "");
        Forecast replaced = new Forecast(List.of(REPLACED), 2, end, null);
        assertThat(PlanReport.lines(
                        List.of(new Planned("Domain", "shop", "site", Planned.Change.created, "web", replaced))))
                .startsWith(
                        "Domain site in namespace shop: created",
                        "  labels of Domain site change: rollout of 1 containers of Application web");
        Forecast nothing = new Forecast(List.of(KEPT), 2, end, null);
        assertThat(PlanReport.lines(
                        List.of(new Planned("Domain", "shop", "site", Planned.Change.configured, "web", nothing))))
                .containsExactly("Domain site in namespace shop: configured");
    }

    private static List<String> lines(Phase phase, @Nullable String trouble, Fate fate) {
        Rollout end = new Rollout(phase, 2, null, null, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, "as it stands");
        Forecast forecast = new Forecast(List.of(fate), 2, end, trouble);
        return PlanReport.lines(
                List.of(new Planned("Application", "shop", "web", Planned.Change.configured, null, forecast)));
    }
}
