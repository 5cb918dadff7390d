package dev.roadstead.controller.reconcile.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.CountedTraffic;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.lookup.TrafficLookup;
import dev.roadstead.controller.plan.Reasons;
import dev.roadstead.controller.plan.analysis.Figures;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Node;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Strategy.Canary.Analysis;
import dev.roadstead.model.Strategy.Canary.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Edges are asked while a canary is under way that is to be judged by them, and what they say decides. */
class CanaryTrafficTest {
    private static final Apps SPEC = Apps.of(2, "app:1")
            .canary(new Step(10, "Manual"), new Step(50, "Manual"))
            .autoRollback(true)
            .analysis(new Analysis(5, null, 95, 50));

    private final World world = new World();

    @Test
    void aCanaryThatAnswersBadlyIsTakenBack() {
        domain("{hostname: shop.example.com}");
        edge();
        world.submit(SPEC);
        world.settle();
        assertThat(world.traffic().questions())
                .as("a first release is no canary")
                .isEmpty();

        world.submit(SPEC.image("app:2"));
        world.settle();
        assertThat(rollout().phase()).isEqualTo(Phase.AwaitingPromotion);
        assertThat(rollout().message()).contains("health alone until there are 50 requests, counted by 1 of 1 edges");
        TrafficLookup.Canary asked = world.traffic().questions().getLast();
        assertThat(asked.application()).isEqualTo("shop/web");
        assertThat(asked.release()).isEqualTo(2);
        assertThat(asked.services()).containsExactly("shop_web_http_canary_2");
        assertThat(asked.startedAt()).isEqualTo(rollout().startedAt());

        world.traffic().counts(new Figures(80, 40, 80, new TreeMap<>()));
        world.settle();
        assertThat(rollout().phase()).isEqualTo(Phase.RolledBack);
        assertThat(rollout().message())
                .contains("50 % of 80 requests to release 2 were answered with 5xx, more than the 5 % allowed");
        assertThat(world.host().names()).isEqualTo(Set.of("shop.web.1.0", "shop.web.1.1"));
        assertThat(world.events().toString()).contains(Reasons.CANARY_ANSWERS_BADLY);
        int before = world.traffic().questions().size();
        world.settle();
        assertThat(world.traffic().questions()).as("nobody asks any more").hasSize(before);
        assertThat(world.traffic().forgotten()).contains("shop/web");
    }

    @Test
    void aControllerThatRestartsKeepsTheVerdict() {
        domain("{hostname: shop.example.com}");
        edge();
        world.submit(SPEC.autoRollback(false));
        world.settle();
        world.submit(SPEC.autoRollback(false).image("app:2"));
        world.settle();
        world.traffic().counts(new Figures(80, 40, 80, new TreeMap<>()));
        world.settle();
        assertThat(rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(rollout().weight()).isZero();
        world.restart();
        world.traffic().counts(Figures.NONE);
        world.advance(Duration.ofHours(1));
        world.settle();
        assertThat(rollout().phase()).isEqualTo(Phase.Failed);
        assertThat(rollout().weight()).isZero();
    }

    @Test
    void withoutAWayToCountItSaysWhy() {
        world.submit(SPEC);
        world.settle();
        world.submit(SPEC.image("app:2"));
        world.settle();
        assertThat(rollout().message()).contains("it goes by health alone, because no Domain leads to it");
        domain("{hostname: shop.example.com, sticky: {}}");
        world.settle();
        assertThat(rollout().message()).contains("because Roadstead runs no edge: no Node has ingress.enabled");
        assertThat(world.traffic().questions()).isEmpty();
        edge();
        world.settle();
        assertThat(world.traffic().questions().getLast().services())
                .singleElement()
                .asString()
                .startsWith("shop_web_http_")
                .endsWith("_canary_2");
    }

    @Test
    void aRolloutThatIsHeldIsJudgedToo() {
        domain("{hostname: shop.example.com}");
        edge();
        world.submit(SPEC);
        world.settle();
        world.submit(SPEC.image("app:2"));
        world.settle();
        world.submit(SPEC.image("app:2").paused(true));
        world.settle();
        assertThat(rollout().phase()).isEqualTo(Phase.Paused);
        world.traffic().counts(new Figures(80, 40, 80, new TreeMap<>()));
        world.advance(Duration.ofSeconds(5));
        world.settle();
        assertThat(rollout().phase()).isEqualTo(Phase.RolledBack);
        assertThat(rollout().message()).contains("50 % of 80 requests to release 2");
    }

    @Test
    void aRolloutThatIsLateIsJudgedAndOneThatFailedIsNot() {
        CountedTraffic edges = new CountedTraffic();
        CanaryTraffic traffic = new CanaryTraffic(edges, _ -> {});
        List<Domain> domains = List.of(Routes.domain("shop/shop", "{hostname: shop.example.com}"));
        Map<String, Boolean> asked = Map.of(
                Reasons.DEADLINE_EXCEEDED, true, Reasons.CANARY_UNHEALTHY, false, Reasons.CANARY_ANSWERS_BADLY, false);
        asked.forEach((reason, yes) -> {
            ObjectNode status = (ObjectNode) Routes.yaml("{phase: Failed, release: 2, step: 0, weight: 10,"
                    + " startedAt: '2026-01-01T00:00:00Z', lastProgressAt: '2026-01-01T00:00:00Z', message: m}");
            Application.Status of =
                    Objects.requireNonNull(Routes.application(status).status());
            Condition progressing = new Condition("Progressing", Condition.Status.False, 1L, Instant.EPOCH, reason, "");
            Application late = SPEC.stored(
                    1, new Application.Status(1L, 2, 2, 1, 2, 1, 2, of.rollout(), null, "", List.of(progressing)));
            assertThat(traffic.of(late, domains, () -> Stream.of(ingress())))
                    .as(reason)
                    .isInstanceOf(yes ? Traffic.Counted.class : Traffic.NotAsked.class);
        });
    }

    @Test
    void withoutAnalysisNobodyIsAsked() {
        domain("{hostname: shop.example.com}");
        edge();
        world.submit(SPEC.analysis(null));
        world.settle();
        world.submit(SPEC.analysis(null).image("app:2"));
        world.settle();
        assertThat(rollout().phase()).isEqualTo(Phase.AwaitingPromotion);
        assertThat(world.traffic().questions()).isEmpty();
        world.delete();
        world.settle();
        assertThat(world.traffic().forgotten()).contains("shop/web");
    }

    private Node ingress() {
        edge();
        return world.api().find(ResourceType.NODE, "", "a").orElseThrow();
    }

    private Rollout rollout() {
        return Objects.requireNonNull(
                Objects.requireNonNull(world.application().status()).rollout());
    }

    private void domain(String spec) {
        world.api().create(ResourceType.DOMAIN, Routes.domain("shop/shop", spec));
    }

    private void edge() {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.withObject("/spec/ingress").put("enabled", true);
        world.api().patch(ResourceType.NODE, "", "a", patch);
    }
}
