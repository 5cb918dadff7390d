package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Volumes;
import dev.roadstead.controller.plan.ApiAction.BindVolume;
import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Retained;
import dev.roadstead.model.Node.RetainedVolume;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumeRulesTest {
    private static final Apps APP = Apps.of(1, "-").template(Volumes.mounting("app:1", "data"));

    private final Fleet fleet = new Fleet(APP, Nodes.ready("a"), Nodes.ready("b"), Nodes.ready("c"));

    private static Volume shared(Volume volume) {
        return Volumes.changed(volume, spec -> spec.put("accessMode", "ReadWriteMany"));
    }

    private String obstacle() {
        fleet.pass();
        return fleet.condition("Degraded").message();
    }

    private void retains(String node) {
        Node ready = Nodes.ready(node);
        Node.Status status = ready.status();
        fleet.node(Nodes.with(
                ready,
                ready.spec(),
                status == null
                        ? null
                        : status.withRetained(
                                new Retained(List.of(new RetainedVolume("shop.data", "shop", "data", null))))));
    }

    @Test
    void aVolumeThatIsMissingIsNamed() {
        assertThat(obstacle()).isEqualTo("there is no Volume data in namespace shop; create it");
        assertThat(fleet.names()).isEmpty();
    }

    @Test
    void aVolumeIsBoundBeforeItsContainerIsCreated() {
        fleet.volume(Volumes.stored(Volumes.named("data")));
        fleet.pass();
        ApplicationPlan plan = fleet.plan();
        assertThat(fleet.names()).as("created by the pass before").hasSize(1);
        assertThat(plan.actions()).noneMatch(BindVolume.class::isInstance);
        assertThat(fleet.volume("data").spec().nodeName())
                .isEqualTo(fleet.container("web-1-0").spec().nodeName());
    }

    @Test
    void containersGoWhereTheirVolumesAre() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.pass();
        assertThat(fleet.container("web-1-0").spec().nodeName()).isEqualTo("b");
    }

    @Test
    void whyNoNodeFitsIsExplained() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.node(Nodes.cordoned("b"));
        assertThat(obstacle())
                .isEqualTo("no node fits: 0/3 nodes: 2 without volume data, which is on node b, 1 cordoned");
    }

    @Test
    void whatIsRetainedIsLookedForBeforeANodeIsChosen() {
        fleet.volume(Volumes.stored(Volumes.named("data")));
        retains("c");
        fleet.pass();
        assertThat(fleet.container("web-1-0").spec().nodeName()).isEqualTo("c");
    }

    @Test
    void ofSeveralNodesThatRetainDataNoneIsChosen() {
        fleet.volume(Volumes.stored(Volumes.named("data")));
        retains("b");
        retains("c");
        assertThat(obstacle()).startsWith("several nodes have data of volume data: b, c;");
        assertThat(fleet.names()).isEmpty();
    }

    @Test
    void nothingIsBoundToANodeThatWasNotLookedThrough() {
        fleet.volume(Volumes.stored(Volumes.named("data")));
        for (String name : List.of("a", "b", "c")) {
            Node ready = Nodes.ready(name);
            Node.Status status = ready.status();
            fleet.node(Nodes.with(ready, ready.spec(), status == null ? null : status.withRetained(null)));
        }
        assertThat(obstacle()).isEqualTo("no node fits: 0/3 nodes: 3 not looked through for volumes yet");
    }

    @Test
    void oneContainerAtATimeHasAVolumeThatIsReadWriteOnce() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.change(APP.replicas(2));
        assertThat(obstacle())
                .startsWith("volume data is ReadWriteOnce, and container web-1-0 of application web has it");
        assertThat(fleet.names()).containsExactly("web-1-0");

        fleet.volume(shared(fleet.volume("data")));
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-1-0", "web-1-1");
        assertThat(fleet.containers()).allMatch(c -> c.spec().nodeName().equals("b"));
    }

    @Test
    void anUpdateRemovesTheOldContainerFirstWhateverTheStrategy() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.converge();
        fleet.change(APP.template(Volumes.mounting("app:2", "data")));
        ApplicationPlan plan = fleet.pass();
        assertThat(plan.actions()).hasAtLeastOneElementOfType(DeleteContainer.class);
        assertThat(plan.actions()).noneMatch(CreateContainer.class::isInstance);
        assertThat(fleet.pass().actions()).as("the old one is still there").isEmpty();
        assertThat(fleet.rollout().message()).contains("1 stopping");
        fleet.converge();
        assertThat(fleet.names()).containsExactly("web-2-0");
    }

    @Test
    void theStatusSaysThatTheStrategyIsAnother() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.converge();
        fleet.change(APP.template(Volumes.mounting("app:2", "data")));
        fleet.pass();
        assertThat(fleet.rollout().message())
                .contains("volume data is ReadWriteOnce, so the old container is gone before the new one starts");
    }

    @Test
    void aContainerFollowsItsDataWhenThatHasMoved() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.converge();
        fleet.volume(Volumes.ready(Volumes.named("data"), "c", "shop.data"));
        fleet.converge();
        assertThat(fleet.containers())
                .singleElement()
                .satisfies(container -> assertThat(container.spec().nodeName()).isEqualTo("c"));
    }

    @Test
    void aLostNodeKeepsWhatHasItsDataThereWhateverItsPolicy() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.converge();
        fleet.node(Nodes.unknown("b", Reasons.NODE_UNREACHABLE, Node.Failure.Evict.Stateless));
        assertThat(fleet.pass().actions()).isEmpty();
    }

    @Test
    void ofTwoApplicationsTheSecondWaits() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        Container other = new Container(
                ObjectMeta.toCreate("shop", "api-1-0", Map.of(), List.of(), List.of()),
                new Container.Spec(
                        "api",
                        1,
                        0,
                        "b",
                        DesiredState.Running,
                        Volumes.mounting("api:1", "data"),
                        Duration.ZERO,
                        true,
                        null),
                null);
        fleet.pass();
        ApplicationSnapshot seen = fleet.snapshot().without(container -> true);
        List<Candidate> shared = seen.candidates().stream()
                .map(node -> node.name().equals("b") ? node.with(other) : node)
                .toList();
        ApplicationPlan plan = ApplicationPlanner.plan(new ApplicationSnapshot(
                seen.application(),
                seen.releases(),
                List.of(),
                shared,
                seen.volumes(),
                List.of(),
                seen.policy(),
                seen.suspended(),
                seen.routeLabels(),
                seen.config(),
                seen.traffic(),
                seen.now()));
        assertThat(plan.actions()).noneMatch(CreateContainer.class::isInstance);
        assertThat(plan.status().conditions().toString())
                .contains("volume data is ReadWriteOnce, and container api-1-0 of application api has it");
    }

    @Test
    void aDrainedNodeKeepsWhatHasItsDataThere() {
        fleet.volume(Volumes.ready(Volumes.named("data"), "b", "shop.data"));
        fleet.converge();
        fleet.node(Nodes.drained("b"));
        assertThat(fleet.pass().actions()).isEmpty();
        assertThat(VolumeRules.told(fleet.containers())).isEqualTo("shop/data");
    }
}
