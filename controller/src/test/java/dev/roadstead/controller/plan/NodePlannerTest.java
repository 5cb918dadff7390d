package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Nodes;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodePlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private Node node = Nodes.ready("a");

    @Test
    void anEngineThatAnswersMakesTheNodeReady() {
        NodePlan plan = heard("engine-1");
        assertThat(plan.way()).isInstanceOf(NodePlan.Open.class);
        assertThat(plan.status().engine()).extracting(Node.Engine::version).isEqualTo("29");
        assertThat(plan.status().capacity()).extracting(c -> c.cpu().text()).isEqualTo("2");
        assertThat(ready(plan).status()).isEqualTo(Condition.Status.True);
        learn(plan);
        assertThat(heard("engine-1").status())
                .as("nothing new, nothing to write")
                .isEqualTo(node.status());
        assertThat(heard("engine-1").notes()).isEmpty();
    }

    @Test
    void aMomentOfSilenceSaysNothing() {
        learn(heard("engine-1"));
        NodePlan plan = silent(Duration.ofSeconds(39));
        assertThat(plan.way()).isInstanceOf(NodePlan.Unclear.class);
        assertThat(plan.status()).isEqualTo(node.status());
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void aLongSilenceMakesTheNodeUnknown() {
        learn(heard("engine-1"));
        NodePlan plan = silent(Duration.ofSeconds(40));
        assertThat(plan.way()).isEqualTo(new NodePlan.Closed("the engine does not answer: connection refused"));
        assertThat(ready(plan).status()).isEqualTo(Condition.Status.Unknown);
        assertThat(ready(plan).reason()).isEqualTo("NodeUnreachable");
        assertThat(plan.notes()).extracting(Note::warning).containsExactly(true);
        learn(plan);
        assertThat(silent(Duration.ofMinutes(5)).notes()).isEmpty();
        assertThat(silent(Duration.ofSeconds(1)).way())
                .as("a new process does not open what is known to be lost")
                .isInstanceOf(NodePlan.Closed.class);
        assertThat(heard("engine-1").way()).isInstanceOf(NodePlan.Open.class);
    }

    @Test
    void anotherEngineAtTheAddressIsNotWorkedWith() {
        learn(heard("engine-1"));
        NodePlan plan = heard("engine-2");
        assertThat(plan.way()).isInstanceOf(NodePlan.Closed.class);
        assertThat(ready(plan).reason()).isEqualTo("EngineChanged");
        assertThat(ready(plan).message()).contains("engine-1").contains("engine-2");
        assertThat(plan.status().engine()).extracting(Node.Engine::id).isEqualTo("engine-1");
    }

    private NodePlan heard(String id) {
        EngineInfo info = new EngineInfo(id, "29", "1.52", "linux", "amd64", "overlay2", "2", 2, 1L << 32);
        return NodePlanner.plan(new NodeSnapshot(node, Optional.of(info), "", NOW, 3, NOW));
    }

    private NodePlan silent(Duration since) {
        return NodePlanner.plan(
                new NodeSnapshot(node, Optional.empty(), "connection refused", NOW.minus(since), 3, NOW));
    }

    private void learn(NodePlan plan) {
        node = new Node(node.metadata(), node.spec(), plan.status());
    }

    private static Condition ready(NodePlan plan) {
        return plan.status().conditions().getFirst();
    }
}
