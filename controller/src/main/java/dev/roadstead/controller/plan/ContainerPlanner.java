package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.HostAction.UnpauseContainer;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Container.Status;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.Hooks;
import dev.roadstead.model.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what is to be done on the engine about one Container.
 *
 * <p>A plan goes as far as can be said now; when its actions have worked, the engine is read and decided upon again,
 * until there is nothing left to do. So an id is never guessed and a status never assumed.
 */
public final class ContainerPlanner {
    /** After a write that the next decision is made from. */
    static final Duration AT_ONCE = Duration.ofMillis(50);

    static final Duration SOON = Duration.ofSeconds(1);
    /** How often something is tried again that only people can change and that no event tells of. */
    static final Duration LATER = Duration.ofSeconds(30);

    private ContainerPlanner() {}

    public static ContainerPlan plan(ContainerSnapshot seen) {
        if (!Names.isDerived(seen.container())) {
            return stray(seen);
        }
        if (seen.container().metadata().deleting()) {
            return ContainerRemoval.plan(seen);
        }
        Optional<ContainerPlan> held = isNameTaken(seen) ? Optional.empty() : Quiescence.of(seen);
        if (held.isPresent()) {
            return held.get();
        }
        if (seen.observed().isEmpty()) {
            return CreationPlan.of(seen);
        }
        ObservedContainer observed = seen.observed().get();
        if (Adoption.isPending(seen)) {
            return Adoption.plan(seen, observed);
        }
        if (!Ownership.isManaged(seen, observed)) {
            return nameTaken(seen, observed);
        }
        if (!Ownership.isOurs(seen, observed) || !Ownership.hasOurSpec(seen, observed)) {
            return replace(
                    seen,
                    observed,
                    Note.normal("Replaced", "The Docker container was made from something else and is made anew"));
        }
        VolumeMounts volumes = new VolumeMounts(seen);
        if (!volumes.areElsewhere() && volumes.areOutdated(observed)) {
            return replace(
                    seen,
                    observed,
                    Note.normal("Replaced", "Its Volume has another Docker volume now, so the container is made anew"));
        }
        Drift drift = new Drift(seen, observed);
        if (drift.isBeyondRepair()) {
            return replace(
                    seen,
                    observed,
                    Note.warning(
                            "Replaced", "Somebody set limits on the container that cannot be unset; it is made anew"));
        }
        return drift.renamed()
                .map(repair -> repair(seen, observed, repair))
                .orElseGet(() -> seen.container().spec().desiredState() == DesiredState.Stopped
                        ? stop(seen, observed)
                        : withVolumes(seen, observed, volumes));
    }

    /** Nothing starts without its Volumes; what runs goes on, unless the data is where others may write it. */
    private static ContainerPlan withVolumes(ContainerSnapshot seen, ObservedContainer observed, VolumeMounts volumes) {
        Optional<VolumeMounts.Hindrance> hindrance = volumes.hindrance();
        boolean runs = observed.state() == ObservedContainer.State.RUNNING && !volumes.areElsewhere();
        if (hindrance.isEmpty() || runs) {
            return RunningPlan.of(seen, observed);
        }
        Verdict verdict = Verdict.no(hindrance.get().reason(), hindrance.get().message());
        Status status = new ContainerStatus(seen).of(stateOf(observed.state()), Health.None, verdict);
        Note[] notes = news(seen, Note.warning(verdict.reason(), verdict.message()));
        List<HostAction> actions = stopActions(seen, observed);
        return actions.isEmpty() ? ContainerPlan.wait(status, LATER, notes) : ContainerPlan.act(status, actions, notes);
    }

    /** Whether the log of the run that ended is still to be fetched: {@link ContainerSnapshot.Asked#logTail}. */
    public static boolean wantsLog(ContainerSnapshot seen) {
        return seen.asked().logTail() == null && new ContainerStatus(seen).endedAnew();
    }

    /**
     * The status when an action failed.
     *
     * @param reason one of {@link Reasons}
     * @param message what is wrong and what to do
     */
    public static Status failed(ContainerSnapshot seen, String reason, String message) {
        State state = seen.observed()
                .filter(o -> Ownership.isOurs(seen, o))
                .map(o -> stateOf(o.state()))
                .orElse(State.Pending);
        return new ContainerStatus(seen).of(state, Health.None, Verdict.no(reason, message));
    }

    /** Whether the last attempt to create it failed, which its status says until one works. */
    public static boolean failedToCreate(ContainerSnapshot seen) {
        return CreationPlan.lastFailure(seen).isPresent();
    }

    /** The status while the image is pulled. */
    public static Status pulling(ContainerSnapshot seen, String message) {
        return new ContainerStatus(seen).of(State.Pulling, Health.None, Verdict.no(Reasons.PULLING, message));
    }

    /** The status when nothing can be known. */
    public static Status unreachable(ContainerSnapshot seen, String message) {
        Status before = seen.container().status();
        Verdict verdict = Verdict.unknown(Reasons.NODE_UNREACHABLE, message);
        Status projected = new ContainerStatus(seen).of(State.Unknown, Health.None, verdict);
        return before == null
                ? projected
                : new Status(
                        projected.observedGeneration(),
                        before.containerID(),
                        State.Unknown,
                        Health.None,
                        null,
                        before.restarts(),
                        before.ip(),
                        before.ports(),
                        before.startedAt(),
                        projected.readySince(),
                        before.lastTermination(),
                        projected.conditions(),
                        before.adopted());
    }

    private static boolean isNameTaken(ContainerSnapshot seen) {
        return seen.observed()
                .filter(observed -> !Ownership.isManaged(seen, observed))
                .isPresent();
    }

    private static ContainerPlan nameTaken(ContainerSnapshot seen, ObservedContainer observed) {
        String message = "a Docker container named %s that is not Roadstead's is in the way; rename or remove it"
                .formatted(observed.name());
        Status status =
                new ContainerStatus(seen).of(State.Pending, Health.None, Verdict.no(Reasons.NAME_TAKEN, message));
        return ContainerPlan.wait(status, LATER, news(seen, Note.warning(Reasons.NAME_TAKEN, message)));
    }

    /** Made by hand, it would share the Docker container of the object that has its name by right. */
    private static ContainerPlan stray(ContainerSnapshot seen) {
        String message = "Containers are made by Roadstead, and this one's name does not follow from its spec;"
                + " delete it and create an Application";
        Status status = new ContainerStatus(seen).of(State.Pending, Health.None, Verdict.no(Reasons.REFUSED, message));
        boolean released = seen.container().metadata().deleting();
        return new ContainerPlan(List.of(), status, List.of(), Optional.empty(), released);
    }

    private static ContainerPlan replace(ContainerSnapshot seen, ObservedContainer observed, Note why) {
        Verdict verdict = Verdict.no(Reasons.STARTING, "it is made anew");
        List<HostAction> actions = new ArrayList<>(stopActions(seen, observed));
        actions.add(removal(seen, observed));
        return ContainerPlan.act(new ContainerStatus(seen).removed(verdict), actions, why);
    }

    /** What was known of it holds on, unless nobody could reach it. */
    static ContainerPlan repair(ContainerSnapshot seen, ObservedContainer observed, Drift.Repair repair) {
        Status before = seen.container().status();
        Verdict verdict = Verdict.no(Reasons.STARTING, "its network was cut");
        Status status = before == null || repair.cut()
                ? new ContainerStatus(seen).of(stateOf(observed.state()), Health.Starting, verdict)
                : before;
        return ContainerPlan.act(status, repair.actions(), repair.note());
    }

    private static ContainerPlan stop(ContainerSnapshot seen, ObservedContainer observed) {
        Verdict verdict = Verdict.no(Reasons.STOPPED, "desiredState is Stopped");
        ContainerStatus projector = new ContainerStatus(seen);
        return switch (observed.state()) {
            case CREATED -> ContainerPlan.rest(projector.of(State.Created, Health.None, verdict));
            case EXITED -> ContainerPlan.rest(projector.of(State.Stopped, Health.None, verdict));
            case DEAD ->
                ContainerPlan.act(projector.of(State.Pending, Health.None, verdict), List.of(removal(seen, observed)));
            case REMOVING -> ContainerPlan.wait(projector.of(State.Pending, Health.None, verdict), SOON);
            case RUNNING, PAUSED, RESTARTING ->
                ContainerPlan.act(
                        projector.of(stateOf(observed.state()), Health.None, verdict),
                        stopActions(seen, observed),
                        Note.normal("Stopped", "Stopped, because desiredState is Stopped"));
        };
    }

    /** A paused container does not hear its stop signal. */
    static List<HostAction> stopActions(ContainerSnapshot seen, ObservedContainer observed) {
        ContainerTemplate template = seen.container().spec().template();
        Hooks hooks = template.hooks();
        List<String> preStop = hooks == null || hooks.preStop() == null
                ? List.of()
                : hooks.preStop().exec().command();
        boolean adopted = Ownership.isAdopted(seen.container(), observed);
        StopContainer stop = new StopContainer(observed.id(), template.stopGracePeriod(), preStop, adopted);
        return switch (observed.state()) {
            case PAUSED -> List.of(new UnpauseContainer(observed.id()), stop);
            case RUNNING, RESTARTING -> List.of(stop);
            case CREATED, EXITED, DEAD, REMOVING -> List.of();
        };
    }

    static HostAction removal(ContainerSnapshot seen, ObservedContainer observed) {
        return new RemoveContainer(observed.id(), Ownership.isAdopted(seen.container(), observed));
    }

    /** The network is made sure of before every start: a network that nothing runs in can be removed any time. */
    static List<HostAction> startActions(ContainerSnapshot seen, ObservedContainer observed) {
        List<HostAction> actions = new ArrayList<>(new Drift(seen, observed).reconnection());
        if (actions.isEmpty() && !seen.container().spec().template().hostNetwork()) {
            actions.add(ensureNetwork(seen));
        }
        actions.add(new StartContainer(observed.id()));
        return List.copyOf(actions);
    }

    static HostAction ensureNetwork(ContainerSnapshot seen) {
        String namespace = Names.namespace(seen.container());
        return new EnsureNetwork(Names.network(namespace), Blueprints.networkLabels(namespace, seen.installation()));
    }

    /** Nothing if the Ready condition says so already: an event is for what is new. */
    static Note[] news(ContainerSnapshot seen, Note note) {
        Status before = seen.container().status();
        Condition ready = before == null ? null : Conditions.find(before.conditions(), "Ready");
        return ready != null && ready.reason().equals(note.reason()) ? new Note[0] : new Note[] {note};
    }

    static State stateOf(ObservedContainer.State state) {
        return switch (state) {
            case CREATED -> State.Created;
            case RUNNING -> State.Running;
            case PAUSED -> State.Paused;
            case RESTARTING -> State.Restarting;
            case EXITED -> State.Exited;
            case REMOVING, DEAD -> State.Pending;
        };
    }

    static Duration until(Instant due, Instant now) {
        Duration left = Duration.between(now, due);
        return left.isPositive() ? left : Duration.ZERO;
    }
}
