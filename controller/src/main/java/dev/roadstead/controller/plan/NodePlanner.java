package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.NodePlan.Closed;
import dev.roadstead.controller.plan.NodePlan.Open;
import dev.roadstead.controller.plan.NodePlan.Unclear;
import dev.roadstead.controller.plan.NodePlan.Way;
import dev.roadstead.controller.plan.NodeSnapshot.Answered;
import dev.roadstead.controller.plan.NodeSnapshot.Barred;
import dev.roadstead.controller.plan.NodeSnapshot.Silent;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Node;
import dev.roadstead.model.Node.Capacity;
import dev.roadstead.model.Node.Engine;
import dev.roadstead.model.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what one Node is: an engine that answers, one that is silent, one that bars us, or another one than before. */
public final class NodePlanner {
    private static final Duration USUALLY = Duration.ofSeconds(10);
    private static final Duration WHILE_SILENT = Duration.ofSeconds(2);

    /** Who is barred and asks again and again may be locked out; and a change of a Secret tells of itself. */
    private static final Duration WHILE_BARRED = Duration.ofSeconds(15);

    private static final String ACCESS_DENIED = "AccessDenied";

    private final NodeSnapshot seen;
    private final Node node;
    private final Node.@Nullable Status before;
    private final List<Condition> conditions;

    private NodePlanner(NodeSnapshot seen) {
        this.seen = seen;
        this.node = seen.node();
        this.before = node.status();
        this.conditions = before == null ? List.of() : before.conditions();
    }

    public static NodePlan plan(NodeSnapshot seen) {
        NodePlanner planner = new NodePlanner(seen);
        return switch (seen.contact()) {
            case Answered(EngineInfo info) -> planner.heard(info);
            case Silent(String why) -> planner.silent(why);
            case Barred(String why) -> planner.barred(why);
        };
    }

    /** What the Ready condition says; the reason is what people see first. */
    private record Verdict(Way way, Condition.Status ready, String reason, String message) {}

    private NodePlan heard(EngineInfo answer) {
        Engine known = before == null ? null : before.engine();
        boolean accepted = answer.id().equals(node.metadata().annotations().get(Labels.ENGINE_ID));
        if (known != null && !known.id().equals(answer.id()) && !accepted) {
            String why =
                    ("the engine at this address is another one than before, as after a reinstallation or on a cloned machine: "
                                    + "its id is %s, it was %s. Until you accept it the node counts as cordoned, and what runs there is left "
                                    + "alone; to accept it: kubectl annotate node %s %s=%s --overwrite")
                            .formatted(answer.id(), known.id(), node.metadata().name(), Labels.ENGINE_ID, answer.id());
            return result(new Verdict(new Closed(why), Condition.Status.False, "EngineChanged", why), known, USUALLY);
        }
        Optional<Node> twin = EngineTwins.older(node, answer.id(), seen.nodes());
        if (twin.isPresent()) {
            String why = duplicate(answer.id(), twin.get().metadata().name());
            return result(new Verdict(new Closed(why), Condition.Status.False, "DuplicateEngine", why), known, USUALLY);
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
        return result(answering(), engine, capacity, USUALLY);
    }

    private static String duplicate(String id, String twin) {
        return ("this is the engine of node %s already (id %s), and an engine has one Node; delete this Node, or that one if it is "
                        + "out of date. If these are two machines, one is a copy of the other: remove engine-id from the copy's Docker "
                        + "data directory, and /etc/docker/key.json, and restart Docker there")
                .formatted(twin, id);
    }

    private Verdict answering() {
        Way open = new Open();
        if (node.spec().drain()) {
            String why = "the engine answers; its containers move away, because spec.drain is set";
            return new Verdict(open, Condition.Status.True, "Draining", why);
        }
        if (node.spec().unschedulable()) {
            String why = "the engine answers; it gets no new containers, because spec.unschedulable is set";
            return new Verdict(open, Condition.Status.True, "SchedulingDisabled", why);
        }
        return new Verdict(open, Condition.Status.True, "Ready", "the engine answers");
    }

    private NodePlan silent(String silence) {
        Condition ready = Conditions.find(conditions, "Ready");
        if (!lost() && ready != null) {
            Way way = wasWorkedWith(ready) ? new Unclear() : new Closed(ready.message());
            return result(new Verdict(way, ready.status(), ready.reason(), ready.message()), WHILE_SILENT);
        }
        String why = "the engine does not answer: " + silence;
        Way way = lost() ? new Closed(why) : new Unclear();
        String reason = lost() ? Reasons.NODE_UNREACHABLE : "Connecting";
        return result(new Verdict(way, Condition.Status.Unknown, reason, why), WHILE_SILENT);
    }

    /** Who barred us was not doubted yet, and a silence is no reason to do it sooner. */
    private boolean wasWorkedWith(Condition ready) {
        boolean barred = ready.reason().equals(ACCESS_DENIED) && isKnown();
        return barred || ready.status() == Condition.Status.True;
    }

    /** Said at once, for somebody has to act; but what runs there is doubted no sooner than after a silence. */
    private NodePlan barred(String why) {
        Way way = isKnown() && !lost() ? new Unclear() : new Closed(why);
        return result(new Verdict(way, Condition.Status.False, ACCESS_DENIED, why), WHILE_BARRED);
    }

    private boolean isKnown() {
        return before != null && before.engine() != null;
    }

    private boolean lost() {
        Duration silence = Duration.between(seen.lastContact(), seen.now());
        return silence.compareTo(node.spec().failure().unreachableAfter()) >= 0;
    }

    private NodePlan result(Verdict verdict, Duration lookAgain) {
        return result(verdict, before == null ? null : before.engine(), lookAgain);
    }

    private NodePlan result(Verdict verdict, @Nullable Engine engine, Duration lookAgain) {
        return result(verdict, engine, before == null ? null : before.capacity(), lookAgain);
    }

    private NodePlan result(Verdict verdict, @Nullable Engine engine, @Nullable Capacity capacity, Duration lookAgain) {
        Long generation = node.metadata().generation();
        List<Condition> now = Conditions.set(
                conditions, "Ready", verdict.ready(), verdict.reason(), verdict.message(), generation, seen.now());
        now = DrainProgress.judge(seen, DiskPressure.judge(seen, now));
        Node.Status status = new Node.Status(
                generation,
                engine,
                capacity,
                capacity == null ? null : NodeResources.allocatable(capacity),
                NodeResources.allocated(seen.containers()),
                DiskPressure.disk(seen),
                seen.containers().size(),
                before == null ? null : before.retained(),
                now);
        return new NodePlan(verdict.way(), status, news(now), lookAgain);
    }

    /** An event is for what is new; a good word about the disk only after a bad one. */
    private List<Note> news(List<Condition> now) {
        List<Note> notes = new ArrayList<>();
        changed("Ready", now)
                .map(c -> c.status() == Condition.Status.True ? good(c) : bad(c))
                .ifPresent(notes::add);
        changed(DiskPressure.TYPE, now)
                .filter(c -> c.status() == Condition.Status.True || Conditions.isTrue(conditions, DiskPressure.TYPE))
                .map(c -> c.status() == Condition.Status.True ? bad(c) : good(c))
                .ifPresent(notes::add);
        changed(DrainProgress.TYPE, now)
                .filter(c -> !c.reason().equals("Draining"))
                .map(c -> c.status() == Condition.Status.True ? good(c) : bad(c))
                .ifPresent(notes::add);
        return List.copyOf(notes);
    }

    private Optional<Condition> changed(String type, List<Condition> now) {
        Condition old = Conditions.find(conditions, type);
        return Optional.ofNullable(Conditions.find(now, type))
                .filter(c -> old == null
                        || old.status() != c.status()
                        || !old.reason().equals(c.reason()));
    }

    private static Note good(Condition condition) {
        return Note.normal(condition.reason(), condition.message());
    }

    private static Note bad(Condition condition) {
        return Note.warning(condition.reason(), condition.message());
    }
}
