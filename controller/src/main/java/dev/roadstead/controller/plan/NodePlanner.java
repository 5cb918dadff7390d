package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.NodePlan.Closed;
import dev.roadstead.controller.plan.NodePlan.Open;
import dev.roadstead.controller.plan.NodePlan.Unclear;
import dev.roadstead.controller.plan.NodePlan.Way;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Capacity;
import dev.roadstead.model.Node.Engine;
import dev.roadstead.model.Quantity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what one Node is: an engine that answers, one that is silent, or another one than before. */
public final class NodePlanner {
    /** How long an engine may be silent before its node is Unknown. */
    static final Duration UNREACHABLE_AFTER = Duration.ofSeconds(40);

    private static final Duration USUALLY = Duration.ofSeconds(10);
    private static final Duration WHILE_SILENT = Duration.ofSeconds(2);

    private NodePlanner() {}

    public static NodePlan plan(NodeSnapshot seen) {
        return seen.answer().map(answer -> heard(seen, answer)).orElseGet(() -> silent(seen));
    }

    private static NodePlan heard(NodeSnapshot seen, EngineInfo answer) {
        Node.Status before = seen.node().status();
        Engine known = before == null ? null : before.engine();
        if (known != null && !known.id().equals(answer.id())) {
            String why = "the engine at this address is another one than before: its id is %s, it was %s; "
                            .formatted(answer.id(), known.id())
                    + "delete this Node and create it again if that is right";
            return result(seen, new Closed(why), Condition.Status.False, "EngineChanged", why, known, capacity(before));
        }
        Engine engine = new Engine(
                answer.id(),
                answer.version(),
                answer.apiVersion(),
                answer.os(),
                answer.arch(),
                answer.storageDriver(),
                answer.cgroupVersion());
        Capacity capacity = new Capacity(
                Quantity.of(String.valueOf(answer.cpus())), Quantity.of(String.valueOf(answer.memoryBytes())));
        return result(seen, new Open(), Condition.Status.True, "EngineAnswers", "the engine answers", engine, capacity);
    }

    private static NodePlan silent(NodeSnapshot seen) {
        Node.Status before = seen.node().status();
        Engine engine = before == null ? null : before.engine();
        boolean lost = Duration.between(seen.lastContact(), seen.now()).compareTo(UNREACHABLE_AFTER) >= 0;
        Condition ready = before == null ? null : Conditions.find(before.conditions(), "Ready");
        if (!lost && ready != null) {
            Way way = ready.status() == Condition.Status.True ? new Unclear() : new Closed(ready.message());
            return result(seen, way, ready.status(), ready.reason(), ready.message(), engine, capacity(before));
        }
        String why = "the engine does not answer: " + seen.silence();
        Way way = lost ? new Closed(why) : new Unclear();
        String reason = lost ? Reasons.NODE_UNREACHABLE : "Connecting";
        return result(seen, way, Condition.Status.Unknown, reason, why, engine, capacity(before));
    }

    private static NodePlan result(
            NodeSnapshot seen,
            Way way,
            Condition.Status ready,
            String reason,
            String message,
            @Nullable Engine engine,
            @Nullable Capacity capacity) {
        Node node = seen.node();
        List<Condition> before =
                node.status() == null ? List.of() : node.status().conditions();
        Long generation = node.metadata().generation();
        Node.Status status = new Node.Status(
                generation,
                engine,
                capacity,
                null,
                null,
                null,
                seen.containers(),
                Conditions.set(before, "Ready", ready, reason, message, generation, seen.now()));
        Condition old = Conditions.find(before, "Ready");
        boolean news = old == null || old.status() != ready || !old.reason().equals(reason);
        Note note = ready == Condition.Status.True ? Note.normal("Ready", message) : Note.warning(reason, message);
        return new NodePlan(
                way, status, news ? List.of(note) : List.of(), seen.answer().isPresent() ? USUALLY : WHILE_SILENT);
    }

    private static @Nullable Capacity capacity(Node.@Nullable Status before) {
        return before == null ? null : before.capacity();
    }
}
