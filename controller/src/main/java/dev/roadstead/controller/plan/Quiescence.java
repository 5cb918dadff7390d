package dev.roadstead.controller.plan;

import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Container.Quiesce.How;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Container.Status;
import dev.roadstead.model.DesiredState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a container from writing for a while, as {@code spec.quiesce} says. While it lasts nothing is created, started,
 * replaced or repaired: what is done to a container may make it write. It is no failure and counts as no restart.
 */
public final class Quiescence {
    private static final String BEING = "Quiescing";

    private final ContainerSnapshot seen;
    private final Quiesce quiesce;
    private final ContainerStatus projector;

    private Quiescence(ContainerSnapshot seen, Quiesce quiesce) {
        this.seen = seen;
        this.quiesce = quiesce;
        this.projector = new ContainerStatus(seen);
    }

    /**
     * Whether it is known that a container does not write: as asked for, it is paused, or stopped, or not there; or it is
     * stopped anyway. Not so while nobody knows how its node is.
     */
    public static boolean isQuiet(Container container) {
        Status status = container.status();
        if (status == null
                || status.state() == State.Unknown
                || !Long.valueOf(container.metadata().generation()).equals(status.observedGeneration())) {
            return false;
        }
        boolean rests = container.spec().desiredState() == DesiredState.Stopped
                && (status.state() == State.Stopped || status.state() == State.Created);
        return rests || (container.spec().quiesce() != null && says(status, Reasons.QUIESCED));
    }

    /** Whether a container was told to keep still for this: kind and name of an object. */
    public static boolean isFor(String by, Container container) {
        Quiesce quiesce = container.spec().quiesce();
        return quiesce != null && quiesce.by().equals(by);
    }

    /** What else one of these containers keeps still for; two cannot have it at once. */
    public static Optional<String> other(String by, List<Container> containers) {
        return containers.stream()
                .map(container -> container.spec().quiesce())
                .filter(Objects::nonNull)
                .map(Quiesce::by)
                .filter(other -> !other.equals(by))
                .findFirst();
    }

    /** Whether a container is held, whether it rests already or not. */
    static boolean isHeld(Container container) {
        return container.spec().quiesce() != null
                && !container.metadata().deleting()
                && container.spec().desiredState() == DesiredState.Running;
    }

    /** Whether it is to be stopped, so that its end is none that it came to by itself. */
    static boolean stops(Container container) {
        return isHeld(container)
                && Objects.requireNonNull(container.spec().quiesce()).how() == How.Stop;
    }

    /** Why what is done about these containers has to wait; of several the first by name. */
    static Optional<String> remark(List<Container> containers) {
        return containers.stream()
                .filter(Quiescence::isHeld)
                .min((one, other) -> one.key().compareTo(other.key()))
                .map(held -> held.metadata().name() + " is "
                        + sentence(Objects.requireNonNull(held.spec().quiesce())));
    }

    /** Whether the status before was that of a container that is held. */
    static boolean wasHeld(@Nullable Status before) {
        return before != null && (says(before, Reasons.QUIESCED) || says(before, BEING));
    }

    private static boolean says(Status status, String reason) {
        Condition ready = Conditions.find(status.conditions(), "Ready");
        return ready != null && ready.reason().equals(reason);
    }

    /** What to do about a container that is held; empty if none is. */
    static Optional<ContainerPlan> of(ContainerSnapshot seen) {
        return isHeld(seen.container())
                ? Optional.of(new Quiescence(
                                seen,
                                Objects.requireNonNull(seen.container().spec().quiesce()))
                        .plan())
                : Optional.empty();
    }

    private ContainerPlan plan() {
        Optional<ObservedContainer> own = seen.observed().filter(o -> Ownership.isOurs(seen, o));
        if (own.isEmpty()) {
            return rest(State.Pending);
        }
        ObservedContainer observed = own.get();
        return switch (observed.state()) {
            case CREATED -> rest(State.Created);
            case EXITED, DEAD -> rest(quiesce.how() == How.Stop ? State.Stopped : State.Exited);
            case REMOVING ->
                ContainerPlan.wait(projector.of(State.Pending, Health.None, on(BEING)), ContainerPlanner.SOON);
            case PAUSED -> quiesce.how() == How.Pause ? rest(State.Paused) : stop(observed);
            case RUNNING, RESTARTING -> quiesce.how() == How.Pause ? pause(observed) : stop(observed);
        };
    }

    private ContainerPlan rest(State state) {
        return ContainerPlan.rest(projector.of(state, Health.None, on(Reasons.QUIESCED)));
    }

    private ContainerPlan pause(ObservedContainer observed) {
        return act(
                observed,
                List.of(new HostAction.PauseContainer(observed.id(), Ownership.isAdopted(seen.container(), observed))));
    }

    private ContainerPlan stop(ObservedContainer observed) {
        return act(observed, ContainerPlanner.stopActions(seen, observed));
    }

    private ContainerPlan act(ObservedContainer observed, List<HostAction> actions) {
        State state = ContainerPlanner.stateOf(observed.state());
        Note note = Note.normal(Reasons.QUIESCED, "The container is " + sentence(quiesce));
        return ContainerPlan.act(projector.of(state, Health.None, on(BEING)), actions, note);
    }

    private Verdict on(String reason) {
        return Verdict.no(reason, "it is " + sentence(quiesce));
    }

    private static String sentence(Quiesce quiesce) {
        return "%s for %s and runs again after it"
                .formatted(quiesce.how() == How.Pause ? "paused" : "stopped", quiesce.by());
    }
}
