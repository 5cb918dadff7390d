package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.HostAction.RemoveNetwork;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Container.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a deleted Container's Docker container away: drained, stopped, removed, and only then is the object let go. */
final class ContainerRemoval {
    /** Timestamps of the API are whole seconds, cut off. */
    private static final Duration CUT_OFF = Duration.ofSeconds(1);

    /** How long after its drain a container waits for edges that have yet to learn that it leaves. */
    private static final Duration EDGES = Duration.ofSeconds(10);

    private static final Duration EDGES_ASKED_AGAIN = Duration.ofMillis(200);

    private ContainerRemoval() {}

    static ContainerPlan plan(ContainerSnapshot seen) {
        ContainerStatus projector = new ContainerStatus(seen);
        Verdict verdict = Verdict.no(Reasons.DELETING, "it is being deleted");
        Optional<ObservedContainer> managed = seen.observed().filter(o -> Ownership.isManaged(seen, o));
        if (managed.isEmpty()) {
            return release(seen, projector.of(State.Stopped, Health.None, verdict));
        }
        ObservedContainer observed = managed.get();
        State state = ContainerPlanner.stateOf(observed.state());
        Duration drain = drainLeft(seen, observed);
        if (drain.isPositive()) {
            return ContainerPlan.wait(projector.of(state, lastHealth(seen), verdict), drain);
        }
        if (observed.state() == ObservedContainer.State.REMOVING) {
            return ContainerPlan.wait(projector.of(state, Health.None, verdict), ContainerPlanner.SOON);
        }
        List<HostAction> actions = new ArrayList<>(ContainerPlanner.stopActions(seen, observed));
        actions.add(ContainerPlanner.removal(seen, observed));
        return ContainerPlan.act(
                projector.of(state, Health.None, verdict),
                List.copyOf(actions),
                Note.normal("Removed", "Stopped and removed the Docker container"));
    }

    private static ContainerPlan release(ContainerSnapshot seen, Status status) {
        String network = Names.network(Names.namespace(seen.container()));
        List<HostAction> actions = new ArrayList<>(CreationPlan.leftovers(seen));
        if (seen.alone()) {
            actions.add(new RemoveNetwork(network, seen.installation()));
        }
        return new ContainerPlan(List.copyOf(actions), status, List.of(), Optional.empty(), true);
    }

    /** A container that was ready may still be asked for something; one whose application goes is not. */
    private static Duration drainLeft(ContainerSnapshot seen, ObservedContainer observed) {
        Container container = seen.container();
        Status status = container.status();
        Instant deletedAt = container.metadata().deletionTimestamp();
        boolean serving =
                observed.state() == ObservedContainer.State.RUNNING && status != null && status.readySince() != null;
        if (!serving
                || seen.applicationLeaving()
                || deletedAt == null
                || container.spec().drain().isZero()) {
            return Duration.ZERO;
        }
        Instant drained = deletedAt.plus(container.spec().drain()).plus(CUT_OFF);
        Duration left = ContainerPlanner.until(drained, seen.now());
        boolean awaitsEdges = seen.routed() && seen.now().isBefore(drained.plus(EDGES));
        return left.isPositive() || !awaitsEdges ? left : EDGES_ASKED_AGAIN;
    }

    private static Health lastHealth(ContainerSnapshot seen) {
        Status status = seen.container().status();
        return status == null ? Health.None : status.health();
    }
}
