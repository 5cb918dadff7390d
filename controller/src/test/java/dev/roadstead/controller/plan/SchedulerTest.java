package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.Scheduler.Decision;
import dev.roadstead.controller.plan.Scheduler.Placed;
import dev.roadstead.controller.plan.Scheduler.Refused;
import dev.roadstead.controller.plan.Scheduler.Request;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Application.Toleration;
import dev.roadstead.model.Application.Toleration.Operator;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Node.Effect;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final ContainerTemplate SMALL = Templates.image("app:1");

    @Test
    void containersOfOneApplicationAreSpread() {
        Fleet fleet = new Fleet(Apps.of(4, "app:1"), Nodes.ready("a"), Nodes.ready("b"));
        fleet.pass();
        assertThat(fleet.containers()).extracting(c -> c.spec().nodeName()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void theEmptiestNodeIsTakenAndThenTheFirstByName() {
        assertThat(place(
                        SMALL,
                        null,
                        host("c").with(),
                        host("a").with(other("a", SMALL)),
                        host("b").with()))
                .isEqualTo(new Placed("b"));
    }

    @Test
    void theEmptiestIsTheOneWithTheSmallestShareReserved() {
        ContainerTemplate half = Hosts.asking("1", "1Gi");
        Candidate small = host("a").room("2", "8Gi").with(other("a", half));
        Candidate large = host("b").room("16", "64Gi").with(other("b", half), other("b", half));
        assertThat(place(half, null, small, large)).isEqualTo(new Placed("b"));
    }

    @Test
    void packFillsTheFullestThatHasRoom() {
        ContainerTemplate ask = Hosts.asking("1", "1Gi");
        Candidate full = host("a").room("1", "8Gi").with(other("a", ask));
        Candidate used = host("b").room("4", "8Gi").with(other("b", ask));
        Candidate empty = host("c").room("4", "8Gi").with();
        assertThat(place(ask, placement(List.of(), Preference.Pack), empty, full, used))
                .isEqualTo(new Placed("b"));
    }

    @Test
    void theWantedReleaseIsSpreadFirst() {
        Container old = Hosts.container("web", 1, 0, "b", SMALL);
        Container successor = Hosts.container("web", 2, 0, "a", SMALL);
        assertThat(place(SMALL, null, host("a").with(successor), host("b").with(old, other("b", SMALL))))
                .isEqualTo(new Placed("b"));
    }

    @Test
    void zonesAreSpreadOverBeforeNodes() {
        Placement zones = placement(List.of("roadstead.dev/zone"), Preference.Spread);
        Candidate a = host("a").label("roadstead.dev/zone", "north").with(Hosts.container("web", 2, 0, "a", SMALL));
        Candidate b = host("b").label("roadstead.dev/zone", "north").with();
        Candidate c = host("c").label("roadstead.dev/zone", "south").with(other("c", SMALL), other("c", SMALL));
        assertThat(place(SMALL, zones, a, b, c)).isEqualTo(new Placed("c"));
        assertThat(place(SMALL, null, a, b, c)).isEqualTo(new Placed("b"));
    }

    @Test
    void aTaintToBeAvoidedIsAvoidedWhileThereIsAnother() {
        Candidate avoided =
                host("a").taint("slow", null, Effect.PreferNoSchedule).with();
        assertThat(place(SMALL, null, avoided, host("b").with(other("b", SMALL))))
                .isEqualTo(new Placed("b"));
        assertThat(place(SMALL, null, avoided)).isEqualTo(new Placed("a"));
    }

    @Test
    void theRefusalCountsTheNodesByWhatSpeaksAgainstThem() {
        Decision decision = place(
                Hosts.asking("1", "2Gi"),
                null,
                host("a").cordon().with(),
                host("b").cordon().with(),
                host("c").room("8", "1Gi").with(),
                host("d").room("8", "1Gi").with(other("d", Hosts.asking("1", "512Mi"))),
                host("e").room("500m", "64Gi").with(),
                host("f").draining().with(),
                host("g").notReady().with(),
                host("h").fullDisk().with(),
                host("i").platform("windows", "x86_64").with());
        assertThat(decision)
                .isEqualTo(new Refused("0/9 nodes: 1 draining, 1 not Linux, 2 cordoned, 1 not ready, 1 short of disk, "
                        + "1 lack CPU (need 1, free 500m), 2 lack memory (need 2Gi, free 1Gi)"));
    }

    @Test
    void aHostPortIsHeldByOneContainer() {
        ContainerTemplate template = Templates.withHostPort("app:1", 8080);
        assertThat(place(template, null, host("a").with(other("a", template))))
                .isEqualTo(new Refused("0/1 nodes: 1 host port 127.0.0.1:8080 in use"));
    }

    @Test
    void withoutNodesTheRefusalSaysWhatToDo() {
        assertThat(place(SMALL, null))
                .isEqualTo(new Refused("there is no node; register a Docker engine by creating a Node"));
    }

    @Test
    void placementIsFollowed() {
        Candidate a = host("a").with();
        Candidate b = host("b").label("disk", "ssd").with();
        assertThat(place(SMALL, on("b", Map.of()), a, b)).isEqualTo(new Placed("b"));
        assertThat(place(SMALL, on(null, Map.of("disk", "ssd")), a, b)).isEqualTo(new Placed("b"));
        assertThat(place(SMALL, on(null, Map.of("disk", "hdd")), a, b))
                .isEqualTo(new Refused("0/2 nodes: 2 without the labels disk=hdd"));
        assertThat(place(SMALL, on("c", Map.of()), a, b)).isEqualTo(new Refused("0/2 nodes: 2 not named c"));
    }

    @Test
    void theArchitectureOfAnEngineIsALabel() {
        Candidate intel = host("a").with();
        Candidate arm = host("b").platform("linux", "aarch64").with();
        assertThat(place(SMALL, on(null, Map.of("kubernetes.io/arch", "arm64")), intel, arm))
                .isEqualTo(new Placed("b"));
        assertThat(place(SMALL, on(null, Map.of("kubernetes.io/arch", "amd64")), intel, arm))
                .isEqualTo(new Placed("a"));
    }

    @Test
    void aTaintKeepsAwayWhatDoesNotTolerateIt() {
        Candidate tainted = host("a").taint("gpu", "yes", Effect.NoSchedule).with();
        assertThat(place(SMALL, null, tainted))
                .isEqualTo(new Refused("0/1 nodes: 1 tainted (gpu=yes:NoSchedule) and not tolerated"));
        assertThat(place(SMALL, tolerating("gpu", Operator.Equal, "no", null), tainted))
                .isInstanceOf(Refused.class);
        assertThat(place(SMALL, tolerating("gpu", Operator.Equal, "yes", Effect.NoExecute), tainted))
                .isInstanceOf(Refused.class);
        assertThat(place(SMALL, tolerating("gpu", Operator.Equal, "yes", null), tainted))
                .isEqualTo(new Placed("a"));
        assertThat(place(SMALL, tolerating("gpu", Operator.Exists, null, Effect.NoSchedule), tainted))
                .isEqualTo(new Placed("a"));
        assertThat(place(SMALL, tolerating(null, Operator.Exists, null, null), tainted))
                .isEqualTo(new Placed("a"));
    }

    @Test
    void withoutRequestsTheLimitsAreReserved() {
        var base = Templates.image("app:1");
        ContainerTemplate limited = Hosts.limited(base, "1Gi");
        assertThat(place(limited, null, host("a").room("8", "1Gi").with(other("a", limited))))
                .isEqualTo(new Refused("0/1 nodes: 1 lack memory (need 1Gi, free 0)"));
    }

    private static Decision place(ContainerTemplate template, @Nullable Placement placement, Candidate... nodes) {
        return Scheduler.place(new Request("shop", "web", 2, template, placement, false), List.of(nodes));
    }

    private static Hosts host(String name) {
        return Hosts.named(name);
    }

    private static Container other(String node, ContainerTemplate template) {
        return Hosts.container("other", 1, 0, node, template);
    }

    private static Placement on(@Nullable String node, Map<String, String> selector) {
        return new Placement(node, selector, List.of(), List.of(), Preference.Spread);
    }

    private static Placement placement(List<String> spreadBy, Preference prefer) {
        return new Placement(null, Map.of(), List.of(), spreadBy, prefer);
    }

    private static Placement tolerating(
            @Nullable String key, Operator operator, @Nullable String value, @Nullable Effect effect) {
        Toleration toleration = new Toleration(key, operator, value, effect);
        return new Placement(null, Map.of(), List.of(toleration), List.of(), Preference.Spread);
    }
}
