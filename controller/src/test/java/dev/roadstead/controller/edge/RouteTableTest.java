package dev.roadstead.controller.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.controller.plan.route.EdgeView;
import dev.roadstead.controller.plan.route.Routing;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final EdgeWorld world = new EdgeWorld();

    @Test
    void whatIsNotAcceptedIsNotTold() throws IOException {
        world.container(0, "{}");
        assertThat(world.ask("a")).isEmpty();
    }

    @Test
    void theNextAnswerHasEveryChange() throws IOException {
        world.put(EdgeWorld.domain("shop"));
        assertThat(world.servers("a")).isEmpty();
        world.container(0, "{}");
        world.container(1, "{ready: false}");
        assertThat(world.servers("a")).containsExactly("http://172.18.0.2:8080");
        world.container(1, "{}");
        assertThat(world.servers("a")).hasSize(2);
        world.container(0, "{routed: false}");
        assertThat(world.servers("a")).containsExactly("http://172.18.0.3:8080");
        world.rollout("{phase: Paused, release: 2, weight: 10, startedAt: '2026-01-01T00:00:00Z', lastProgressAt:"
                + " '2026-01-01T00:00:00Z', message: m}");
        world.container(2, "{release: 2}");
        assertThat(world.ask("a").at("/http/services/shop_web_http/weighted/services"))
                .hasSize(2);
        world.table.remove("shop/shop");
        assertThat(world.ask("a")).isEmpty();
    }

    @Test
    void eachEdgeIsToldItsOwnWayAndANodesNewAddressReachesTheOthers() throws IOException {
        world.put(EdgeWorld.domain("shop"));
        world.container(0, "{published: [{containerPort: 8080, protocol: TCP, hostIP: 0.0.0.0, hostPort: 31000}]}");
        assertThat(world.servers("a")).containsExactly("http://172.18.0.2:8080");
        assertThat(world.servers("b")).containsExactly("http://192.0.2.1:31000");
        world.node("a", "192.0.2.9");
        assertThat(world.servers("b")).containsExactly("http://192.0.2.9:31000");
    }

    @Test
    void aContainerThatLeavesIsLedToUntilEveryEdgeThatAsksWasToldAndHasAskedAgain() throws IOException {
        world.put(EdgeWorld.domain("shop"));
        world.container(0, "{}");
        assertThat(world.leadsTo(0)).as("no edge asks").isFalse();
        world.tell("a");
        world.tell("b");
        world.container(0, "{deleting: true}");
        assertThat(world.leadsTo(0)).isTrue();
        world.ask("a");
        assertThat(world.leadsTo(0)).as("the answer did not arrive").isTrue();
        world.tell("a");
        world.ask("a");
        assertThat(world.leadsTo(0)).as("edge b has it still").isTrue();
        world.tell("b");
        assertThat(world.leadsTo(0)).as("edge b may be busy with the answer").isTrue();
        world.ask("b");
        assertThat(world.leadsTo(0)).isFalse();
        world.container(0, "{deleting: true}");
        assertThat(world.leadsTo(0))
                .as("what else happens to it changes nothing")
                .isFalse();
    }

    @Test
    void anEdgeThatFellSilentAndAnApplicationWithoutADomainHoldNobodyUp() throws IOException {
        world.container(0, "{deleting: true}");
        world.tell("a");
        world.container(1, "{deleting: true}");
        assertThat(world.leadsTo(1)).as("there is no Domain").isFalse();
        world.put(EdgeWorld.domain("shop"));
        assertThat(world.leadsTo(1)).isTrue();
        world.now = world.now.plus(RouteTable.SILENCE);
        assertThat(world.leadsTo(1)).isFalse();
    }

    @Test
    void aDomainThatGoesToAnotherApplicationLeavesNothingBehind() throws IOException {
        world.put(EdgeWorld.domain("shop"));
        assertThat(world.ask("a").at("/http/services").has("shop_web_http")).isTrue();
        world.put(Routes.domain("shop/shop", "{hostname: shop.example.com, application: other, tls: {mode: 'Off'}}"));
        assertThat(world.ask("a").at("/http/services").has("shop_web_http")).isFalse();
        assertThat(world.ask("a").at("/http/services").has("shop_other_http")).isTrue();
    }

    @Test
    void anUnchangedConfigurationKeepsItsEtag() {
        world.put(EdgeWorld.domain("shop"));
        String etag = world.table.ask("a").content().etag();
        world.container(0, "{ready: false}");
        assertThat(world.table.ask("a").content().etag()).isEqualTo(etag);
        world.container(0, "{}");
        assertThat(world.table.ask("a").content().etag()).isNotEqualTo(etag);
    }

    @Test
    void anEdgeCountsAsToldWhenItHasGotTheAnswerAndOnlyWhileItAsks() {
        Domain domain = EdgeWorld.domain("shop");
        world.put(domain);
        var answer = world.table.ask("a");
        assertThat(world.table.asking()).isEmpty();
        world.table.told("a", answer);
        assertThat(world.table.asking()).containsExactly("a");
        assertThat(world.table.toldOf(domain)).containsExactly("a");
        assertThat(world.told).containsExactly("shop/shop");
        world.table.told("a", world.table.ask("a"));
        assertThat(world.told).as("nothing new").hasSize(1);

        world.table.remove("shop/shop");
        world.table.told("a", world.table.ask("a"));
        assertThat(world.told).containsExactly("shop/shop", "shop/shop");
        assertThat(world.table.toldOf(domain)).isEmpty();
        world.now = world.now.plus(RouteTable.SILENCE);
        assertThat(world.table.asking()).isEmpty();
    }

    /** However it came to be, the document is the one that would be made of everything at once. */
    @RepeatedTest(8)
    void partsThatWereRewrittenAddUpToTheWhole() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, Domain> domains = new TreeMap<>();
        Map<Integer, Container> containers = new TreeMap<>();
        for (int step = 0; step < 40; step++) {
            int i = random.nextInt(4);
            switch (random.nextInt(3)) {
                case 0 -> {
                    Domain domain = Routes.domain(
                            "shop/d" + i,
                            "{hostname: d%d.example.com, application: %s, pathPrefix: %s, middlewares: {compress: %s}}"
                                    .formatted(
                                            i,
                                            random.nextBoolean() ? "web" : "other",
                                            random.nextBoolean() ? "/" : "/a",
                                            random.nextBoolean()));
                    domains.put(domain.key(), domain);
                    world.put(domain);
                }
                case 1 -> {
                    domains.remove("shop/d" + i);
                    world.table.remove("shop/d" + i);
                }
                default -> {
                    String said = "{ready: %s, app: %s}"
                            .formatted(random.nextBoolean(), i % 2 == 0 ? "shop/web" : "shop/other");
                    containers.put(i, Routes.container(i, Routes.yaml(said)));
                    world.container(i, said);
                }
            }
            if (random.nextInt(3) == 0) {
                String whole = Routing.of(
                                domains.values().stream()
                                        .map(domain -> DomainRoutes.of(domain, List.of()))
                                        .toList(),
                                new TreeMap<>(),
                                List.of(),
                                new ArrayList<>(containers.values()),
                                new EdgeView("a", Map.of()))
                        .toJson();
                assertThat(new String(world.table.ask("a").content().bytes(), StandardCharsets.US_ASCII))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(whole);
            }
        }
    }
}
