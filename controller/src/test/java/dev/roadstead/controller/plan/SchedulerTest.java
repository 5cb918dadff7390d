package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.plan.Scheduler.Placed;
import dev.roadstead.controller.plan.Scheduler.Refused;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Node;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    @Test
    void containersOfOneApplicationAreSpread() {
        Fleet fleet = new Fleet(Apps.of(4, "app:1"), Nodes.ready("a"), Nodes.ready("b"));
        fleet.pass();
        assertThat(fleet.containers()).extracting(c -> c.spec().nodeName()).containsExactly("a", "b", "a", "b");
    }

    @Test
    void theEmptiestNodeIsTakenAndThenTheFirstByName() {
        Container other = container("a", Templates.image("other:1"), "other");
        assertThat(place(Templates.image("app:1"), null, of("a", other), of("b"), of("c")))
                .isEqualTo(new Placed("b"));
    }

    @Test
    void theRefusalCountsTheNodesByWhatSpeaksAgainstThem() {
        ContainerTemplate template = Templates.withHostPort("app:1", 8080);
        Container holder = container("b", template, "other");
        var decision = place(
                template,
                null,
                new Candidate(Nodes.notReady("a"), List.of()),
                of("b", holder),
                of("c", container("c", template, "other")));
        assertThat(decision).isEqualTo(new Refused("0/3 nodes: 2 host port 127.0.0.1:8080 in use, 1 not ready"));
    }

    @Test
    void withoutNodesTheRefusalSaysWhatToDo() {
        assertThat(place(Templates.image("app:1"), null))
                .isEqualTo(new Refused("there is no node; register a Docker engine by creating a Node"));
    }

    @Test
    void placementIsFollowed() {
        Candidate a = of("a");
        Candidate b = new Candidate(Nodes.labelled("b", Map.of("disk", "ssd")), List.of());
        assertThat(place(Templates.image("app:1"), on("b", Map.of()), a, b)).isEqualTo(new Placed("b"));
        assertThat(place(Templates.image("app:1"), on(null, Map.of("disk", "ssd")), a, b))
                .isEqualTo(new Placed("b"));
        assertThat(place(Templates.image("app:1"), on(null, Map.of("disk", "hdd")), a, b))
                .isEqualTo(new Refused("0/2 nodes: 2 labels do not match {disk=hdd}"));
    }

    private static Scheduler.Decision place(
            ContainerTemplate template, @Nullable Placement placement, Candidate... candidates) {
        return Scheduler.place("shop", "web", template, placement, List.of(candidates));
    }

    private static Candidate of(String node, Container... containers) {
        Node ready = Nodes.ready(node);
        return new Candidate(ready, List.of(containers));
    }

    private static Container container(String node, ContainerTemplate template, String application) {
        Fleet fleet = new Fleet(Apps.of(1, "-").template(template), Nodes.ready(node));
        fleet.pass();
        Container made = fleet.container("web-1-0");
        Container.Spec spec = made.spec();
        return new Container(
                made.metadata(),
                new Container.Spec(
                        application,
                        spec.release(),
                        spec.ordinal(),
                        node,
                        spec.desiredState(),
                        spec.template(),
                        spec.drain(),
                        true),
                null);
    }

    private static Placement on(@Nullable String node, Map<String, String> selector) {
        return new Placement(node, selector, List.of(), List.of(), Application.Preference.Spread);
    }
}
