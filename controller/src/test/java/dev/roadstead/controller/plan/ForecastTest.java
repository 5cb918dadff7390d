package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.RandomApps;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.Forecast.Effect;
import dev.roadstead.controller.plan.Forecast.Fate;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Strategy.BlueGreen.PromotionMode;
import dev.roadstead.model.Strategy.Canary.Step;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Apps SPEC = Apps.of(2, "app:1");

    @Test
    void whatStaysAsItIsIsInPlace() {
        Forecast forecast = forecast(SPEC, SPEC.limits(2, 2));
        assertThat(forecast.fates()).extracting(Fate::effect).containsExactly(Effect.IN_PLACE, Effect.IN_PLACE);
        assertThat(forecast.changesAnything()).isFalse();
    }

    @Test
    void aRollingUpdateReplacesWithoutDowntime() {
        Forecast forecast = forecast(SPEC, SPEC.image("app:2"));
        assertThat(forecast.fates())
                .extracting(Fate::container, Fate::effect, Fate::becomes, Fate::downtime)
                .containsExactly(
                        tuple("web-1-0", Effect.RECREATE, "web-2-0", false),
                        tuple("web-1-1", Effect.RECREATE, "web-2-1", false));
        assertThat(forecast.leastServing()).isEqualTo(2);
        assertThat(forecast.end().phase()).isEqualTo(Phase.Complete);
        assertThat(forecast.trouble()).isNull();
    }

    @Test
    void recreationCostsDowntime() {
        Forecast forecast = forecast(SPEC.recreate(), SPEC.recreate().image("app:2"));
        assertThat(forecast.fates()).extracting(Fate::downtime).containsExactly(true, true);
        assertThat(forecast.leastServing()).isZero();
    }

    @Test
    void aHostPortThatIsHandedOverCostsDowntime() {
        Apps port = SPEC.replicas(1).template(Templates.withHostPort("app:1", 80));
        Forecast forecast = forecast(port, port.template(Templates.withHostPort("app:2", 80)));
        assertThat(forecast.fates())
                .extracting(Fate::effect, Fate::downtime)
                .containsExactly(tuple(Effect.RECREATE, true));
    }

    @Test
    void scalingAddsAndStops() {
        assertThat(forecast(SPEC, SPEC.replicas(3)).fates())
                .extracting(Fate::effect)
                .containsExactly(Effect.IN_PLACE, Effect.IN_PLACE, Effect.NEW);
        Forecast less = forecast(SPEC, SPEC.replicas(1));
        assertThat(less.fates())
                .extracting(Fate::effect, Fate::downtime)
                .containsExactly(tuple(Effect.IN_PLACE, false), tuple(Effect.STOP, false));
    }

    @Test
    void aNewApplicationIsAllNew() {
        Fleet fleet = new Fleet(SPEC, Nodes.ready("a"));
        Forecast forecast = Forecast.of(fleet.snapshot(), fleet.application());
        assertThat(forecast.fates()).extracting(Fate::effect).containsExactly(Effect.NEW, Effect.NEW);
    }

    @Test
    void aManualStepIsWhereItWouldStay() {
        Apps canary = SPEC.canary(new Step(50, "1h"), new Step(60, "Manual"));
        Forecast forecast = forecast(canary, canary.image("app:2"));
        assertThat(forecast.end().phase()).isEqualTo(Phase.AwaitingPromotion);
        assertThat(forecast.end().step()).isEqualTo(1);
        Apps blueGreen = SPEC.blueGreen(PromotionMode.Automatic, Duration.ofHours(1));
        assertThat(forecast(blueGreen, blueGreen.image("app:2")).fates())
                .as("the old ones are kept for an hour, not for ever")
                .extracting(Fate::effect)
                .containsExactly(Effect.RECREATE, Effect.RECREATE);
    }

    @Test
    void whatFitsNowhereIsSaid() {
        Fleet fleet = new Fleet(SPEC, Nodes.cordoned("a"));
        Forecast forecast = Forecast.of(fleet.snapshot(), fleet.application());
        assertThat(forecast.fates()).isEmpty();
        assertThat(forecast.trouble()).contains("1 cordoned");
    }

    @Test
    void dataOnAHostIsLeftBehindByWhatMovesAway() {
        Apps bound = SPEC.replicas(1)
                .template(Templates.changed(
                        Templates.image("app:1"),
                        json -> json.putArray("volumes")
                                .addObject()
                                .put("mountPath", "/data")
                                .putObject("hostPath")
                                .put("path", "/srv/data")));
        assertThat(forecast(bound, bound.replicas(0)).fates())
                .extracting(Fate::dataRisk)
                .containsExactly("its host paths stay on node a");
    }

    /** The promise of the forecast: when nothing fails, it comes true. */
    @RepeatedTest(50)
    void itComesTrue(RepetitionInfo repetition) {
        RandomApps apps = new RandomApps(new Random(repetition.getCurrentRepetition()), false);
        Fleet fleet = new Fleet(SPEC, Nodes.ready("a"), Nodes.ready("b"));
        fleet.converge();
        apps.change();
        fleet.change(apps.settle());
        Forecast forecast = Forecast.of(fleet.snapshot(), fleet.application());
        fleet.converge();
        assertThat(fleet.rollout().phase())
                .as("%s", apps.spec())
                .isEqualTo(forecast.end().phase());
        assertThat(fleet.containers().stream().map(c -> c.metadata().name()))
                .as("%s", apps.spec())
                .containsExactlyInAnyOrderElementsOf(forecast.fates().stream()
                        .filter(fate -> fate.effect() != Effect.STOP)
                        .map(fate -> fate.becomes() == null ? fate.container() : fate.becomes())
                        .toList());
    }

    private static Forecast forecast(Apps before, Apps after) {
        Fleet fleet = new Fleet(before, Nodes.ready("a"));
        fleet.policy(PolicyLevel.PRIVILEGED);
        fleet.converge();
        fleet.change(after);
        return Forecast.of(fleet.snapshot(), fleet.application());
    }
}
