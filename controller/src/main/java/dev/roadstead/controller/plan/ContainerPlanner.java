package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.Environment.Missing;
import dev.roadstead.controller.plan.Environment.Resolved;
import dev.roadstead.controller.plan.HostAction.ConnectNetwork;
import dev.roadstead.controller.plan.HostAction.CreateContainer;
import dev.roadstead.controller.plan.HostAction.EnsureNetwork;
import dev.roadstead.controller.plan.HostAction.PullImage;
import dev.roadstead.controller.plan.HostAction.RemoveContainer;
import dev.roadstead.controller.plan.HostAction.StartContainer;
import dev.roadstead.controller.plan.HostAction.StopContainer;
import dev.roadstead.controller.plan.HostAction.UnpauseContainer;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Container.Status;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what is to be done on the engine about one Container.
 *
 * <p>A plan goes as far as can be said now; when its actions have worked, the engine is read and decided upon again,
 * until there is nothing left to do. So an id is never guessed and a status never assumed.
 */
public final class ContainerPlanner {
    static final Duration SOON = Duration.ofSeconds(1);
    /** How often something is tried again that only people can change and that no event tells of. */
    private static final Duration LATER = Duration.ofSeconds(30);

    private static final Set<String> CREATE_FAILURES =
            Set.of(Reasons.IMAGE_PULL_FAILED, Reasons.REFUSED, Reasons.NAME_TAKEN, Reasons.ENGINE_FAILED);

    private ContainerPlanner() {}

    public static ContainerPlan plan(ContainerSnapshot seen) {
        if (!Names.isDerived(seen.container())) {
            return stray(seen);
        }
        if (seen.container().metadata().deleting()) {
            return ContainerRemoval.plan(seen);
        }
        if (seen.observed().isEmpty()) {
            return create(seen);
        }
        ObservedContainer observed = seen.observed().get();
        if (!ContainerStatus.isManaged(observed, seen.installation())) {
            return nameTaken(seen, observed);
        }
        if (!isOurs(seen, observed) || !hasOurSpec(seen, observed)) {
            return replace(seen, observed);
        }
        return seen.container().spec().desiredState() == DesiredState.Stopped
                ? stop(seen, observed)
                : RunningPlan.of(seen, observed);
    }

    /** Whether the log of the run that ended is still to be fetched: {@link ContainerSnapshot#logTail}. */
    public static boolean wantsLog(ContainerSnapshot seen) {
        return seen.logTail() == null && new ContainerStatus(seen).endedAnew();
    }

    /**
     * The status when an action failed.
     *
     * @param reason one of {@link Reasons}
     * @param message what is wrong and what to do
     */
    public static Status failed(ContainerSnapshot seen, String reason, String message) {
        State state = seen.observed()
                .filter(o -> isOurs(seen, o))
                .map(o -> stateOf(o.state()))
                .orElse(State.Pending);
        return new ContainerStatus(seen).of(state, Health.None, Verdict.no(reason, message));
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
                        projected.conditions());
    }

    /** Whether a Docker container was made for this very object, and not for an earlier one of its name. */
    static boolean isOurs(ContainerSnapshot seen, ObservedContainer observed) {
        return ContainerStatus.isManaged(observed, seen.installation())
                && seen.container().metadata().requireUid().equals(observed.label(Labels.CONTAINER_UID));
    }

    private static boolean hasOurSpec(ContainerSnapshot seen, ObservedContainer observed) {
        return Blueprints.specHash(seen.container()).equals(observed.label(Labels.SPEC_HASH));
    }

    private static ContainerPlan create(ContainerSnapshot seen) {
        Container container = seen.container();
        return switch (seen.environment()) {
            case Missing(String what) -> {
                String message = what + " does not exist; create it in namespace " + Names.namespace(container);
                Verdict verdict = Verdict.no(Reasons.CONFIG_MISSING, message);
                Status status = new ContainerStatus(seen).of(State.Pending, Health.None, verdict);
                yield ContainerPlan.wait(status, LATER, news(seen, Note.warning(Reasons.CONFIG_MISSING, message)));
            }
            case Resolved(var variables) -> {
                Blueprint blueprint = Blueprints.of(container, variables, seen.installation());
                List<HostAction> actions = List.of(
                        new PullImage(blueprint.image(), blueprint.pullPolicy()),
                        ensureNetwork(seen),
                        new CreateContainer(blueprint));
                yield ContainerPlan.act(creating(seen), actions, created(container, blueprint.name()));
            }
        };
    }

    /** A failure stays in the status while it is tried again, or the status would change to and fro. */
    private static Status creating(ContainerSnapshot seen) {
        Status before = seen.container().status();
        Condition ready = before == null ? null : Conditions.find(before.conditions(), "Ready");
        if (ready != null && CREATE_FAILURES.contains(ready.reason())) {
            return failed(seen, ready.reason(), ready.message());
        }
        String image = seen.container().spec().template().image();
        Verdict verdict = Verdict.no(Reasons.PULLING, "getting image " + image);
        return new ContainerStatus(seen).of(State.Pulling, Health.None, verdict);
    }

    private static Note created(Container container, String name) {
        boolean known = container.status() != null && container.status().containerID() != null;
        return known
                ? Note.warning("Recreated", "Somebody removed Docker container " + name + "; created it again")
                : Note.normal("Created", "Created Docker container " + name);
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

    private static ContainerPlan replace(ContainerSnapshot seen, ObservedContainer observed) {
        Verdict verdict = Verdict.no(Reasons.STARTING, "it is made anew");
        List<HostAction> actions = new ArrayList<>(stopActions(seen, observed));
        actions.add(new RemoveContainer(observed.id()));
        return ContainerPlan.act(
                new ContainerStatus(seen).of(State.Pending, Health.None, verdict),
                actions,
                Note.normal("Replaced", "The Docker container was made from something else and is made anew"));
    }

    private static ContainerPlan stop(ContainerSnapshot seen, ObservedContainer observed) {
        Verdict verdict = Verdict.no(Reasons.STOPPED, "desiredState is Stopped");
        ContainerStatus projector = new ContainerStatus(seen);
        return switch (observed.state()) {
            case CREATED -> ContainerPlan.rest(projector.of(State.Created, Health.None, verdict));
            case EXITED -> ContainerPlan.rest(projector.of(State.Stopped, Health.None, verdict));
            case DEAD ->
                ContainerPlan.act(
                        projector.of(State.Pending, Health.None, verdict), List.of(new RemoveContainer(observed.id())));
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
        StopContainer stop = new StopContainer(observed.id(), template.stopGracePeriod());
        return switch (observed.state()) {
            case PAUSED -> List.of(new UnpauseContainer(observed.id()), stop);
            case RUNNING, RESTARTING -> List.of(stop);
            case CREATED, EXITED, DEAD, REMOVING -> List.of();
        };
    }

    /** The network is made sure of before every start: a network that nothing runs in can be removed any time. */
    static List<HostAction> startActions(ContainerSnapshot seen, ObservedContainer observed) {
        List<HostAction> actions = new ArrayList<>(networkActions(seen, observed));
        if (actions.isEmpty()) {
            actions.add(ensureNetwork(seen));
        }
        actions.add(new StartContainer(observed.id()));
        return List.copyOf(actions);
    }

    /** Empty while the container is attached to the network of its namespace. */
    static List<HostAction> networkActions(ContainerSnapshot seen, ObservedContainer observed) {
        String network = Names.network(Names.namespace(seen.container()));
        return observed.networks().containsKey(network)
                ? List.of()
                : List.of(
                        ensureNetwork(seen),
                        new ConnectNetwork(observed.id(), network, Blueprints.aliases(seen.container())));
    }

    private static HostAction ensureNetwork(ContainerSnapshot seen) {
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
