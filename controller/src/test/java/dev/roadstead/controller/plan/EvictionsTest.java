package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Fleet;
import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.Evictions.Cause;
import dev.roadstead.controller.plan.Evictions.Eviction;
import dev.roadstead.controller.trigger.EvictionTriggers;
import dev.roadstead.model.Application.Placement;
import dev.roadstead.model.Application.Preference;
import dev.roadstead.model.Application.Toleration;
import dev.roadstead.model.Application.Toleration.Operator;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Json;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Effect;
import dev.roadstead.model.Node.Failure.Evict;
import dev.roadstead.model.Node.Taint;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvictionsTest {
    private static final Taint MAINTENANCE = new Taint("maintenance", "disk", Effect.NoExecute);

    @Test
    void nothingLeavesAReadyNode() {
        assertThat(evictions(Nodes.ready("a"))).isEmpty();
        assertThat(evictions(Nodes.cordoned("a")))
                .as("cordoned: only new ones stay away")
                .isEmpty();
    }

    @Test
    void aDrainedNodeIsLeft() {
        assertThat(evictions(Nodes.drained("a")))
                .extracting(Eviction::cause, Eviction::why)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Cause.DRAIN, "because node a is drained"));
    }

    @Test
    void whatToleratesTheDrainByNameStays() {
        Container container = container(Templates.image("app:1"));
        for (Toleration whatever : List.of(
                new Toleration(null, Operator.Exists, null, null),
                new Toleration("other", Operator.Exists, null, null),
                new Toleration(Labels.DRAIN, Operator.Exists, null, Node.Effect.NoSchedule))) {
            assertThat(Evictions.of(tolerating(whatever), List.of(container), List.of(Nodes.drained("a"))))
                    .as("%s", whatever)
                    .hasSize(1);
        }
        Placement stays = tolerating(new Toleration(Labels.DRAIN, Operator.Exists, null, null));
        assertThat(Evictions.of(stays, List.of(container), List.of(Nodes.drained("a"))))
                .isEmpty();
        assertThat(Evictions.of(
                        stays,
                        List.of(container),
                        List.of(Nodes.unknown("a", Reasons.NODE_UNREACHABLE, Evict.Stateless))))
                .as("a node that is lost")
                .hasSize(1);
    }

    private static Placement tolerating(Toleration toleration) {
        return new Placement(null, Map.of(), List.of(toleration), List.of(), Preference.Spread);
    }

    @Test
    void aTaintDrivesAwayWhoDoesNotTolerateIt() {
        Node tainted = Nodes.tainted("a", MAINTENANCE);
        assertThat(evictions(tainted))
                .extracting(Eviction::why)
                .containsExactly("because node a has taint maintenance=disk:NoExecute, which it does not tolerate");
        Placement tolerant = new Placement(
                null,
                Map.of(),
                List.of(new Toleration("maintenance", Operator.Exists, null, null)),
                List.of(),
                Preference.Spread);
        assertThat(Evictions.of(tolerant, List.of(container(Templates.image("app:1"))), List.of(tainted)))
                .isEmpty();
        assertThat(evictions(Nodes.tainted("a", new Taint("gpu", null, Effect.NoSchedule))))
                .as("NoSchedule is for new ones")
                .isEmpty();
    }

    @Test
    void aLostNodeIsLeftOnlyIfItSaysSo() {
        assertThat(evictions(Nodes.unknown("a", Reasons.NODE_UNREACHABLE, Evict.Never)))
                .isEmpty();
        assertThat(evictions(Nodes.unknown("a", Reasons.NODE_UNREACHABLE, Evict.Stateless)))
                .extracting(Eviction::cause)
                .containsExactly(Cause.NODE_LOST);
        assertThat(evictions(Nodes.unknown("a", "Connecting", Evict.Stateless)))
                .as("a first contact that is still being made")
                .isEmpty();
        Node barred = Nodes.notReady("a");
        assertThat(evictions(barred)).as("it answers, but does not let us in").isEmpty();
    }

    @Test
    void aLostNodeThatIsDrainedTooStillNeedsItsPolicy() {
        Node lost = Nodes.unknown("a", Reasons.NODE_UNREACHABLE, Evict.Never);
        assertThat(evictions(Nodes.with(lost, Nodes.drained("a").spec(), lost.status())))
                .isEmpty();
    }

    @Test
    void whoseNodeWasTakenAwayLeavesOnceThatIsKnown() {
        Container container = container(Templates.image("app:1"));
        assertThat(Evictions.of(null, List.of(container), List.of(Nodes.ready("b"))))
                .isEmpty();
        Container unknown = new Container(container.metadata(), container.spec(), status(Container.State.Unknown));
        assertThat(Evictions.of(null, List.of(unknown), List.of(Nodes.ready("b"))))
                .extracting(Eviction::why)
                .containsExactly("because there is no Node a any more");
    }

    @Test
    void whatKeepsDataOnItsHostNeverMoves() throws JsonProcessingException {
        Container bound = container(withHostPath());
        for (Node node : List.of(
                Nodes.drained("a"),
                Nodes.tainted("a", MAINTENANCE),
                Nodes.unknown("a", Reasons.NODE_UNREACHABLE, Evict.Stateless))) {
            assertThat(Evictions.of(null, List.of(bound), List.of(node))).isEmpty();
        }
    }

    @Test
    void onlyWhatChangesEvictionsWakesTheApplications() {
        Container container = container(Templates.image("app:1"));
        EvictionTriggers triggers = new EvictionTriggers(new Lister<>() {
            @Override
            public @Nullable Container find(String namespace, String name) {
                return null;
            }

            @Override
            public List<Container> all() {
                return List.of(container);
            }

            @Override
            public List<Container> byIndex(String index, String value) {
                return value.equals(container.spec().nodeName()) ? List.of(container) : List.of();
            }
        });
        Node ready = Nodes.ready("a");
        assertThat(triggers.node(ready, Nodes.drained("a"))).containsExactly("shop/web");
        assertThat(triggers.node(ready, Nodes.unknown("a", Reasons.NODE_UNREACHABLE, Evict.Never)))
                .containsExactly("shop/web");
        assertThat(triggers.node(ready, null)).containsExactly("shop/web");
        assertThat(triggers.node(ready, Nodes.cordoned("a"))).isEmpty();
        assertThat(triggers.node(Nodes.ready("b"), Nodes.drained("b"))).isEmpty();
    }

    private static List<Eviction> evictions(Node node) {
        return Evictions.of(null, List.of(container(Templates.image("app:1"))), List.of(node));
    }

    private static Container container(ContainerTemplate template) {
        Fleet fleet = new Fleet(Apps.of(1, "app:1").template(template), Nodes.ready("a"));
        fleet.policy(PolicyLevel.PRIVILEGED);
        fleet.converge();
        return fleet.containers().getFirst();
    }

    private static Container.Status status(Container.State state) {
        return new Container.Status(
                1L, null, state, Container.Health.None, null, 0, null, List.of(), null, null, null, List.of(), null);
    }

    private static ContainerTemplate withHostPath() throws JsonProcessingException {
        JsonMapper mapper = Json.mapper();
        ObjectNode template = mapper.valueToTree(Templates.image("app:1"));
        template.putArray("volumes")
                .addObject()
                .put("mountPath", "/data")
                .putObject("hostPath")
                .put("path", "/srv");
        return mapper.treeToValue(template, ContainerTemplate.class);
    }
}
