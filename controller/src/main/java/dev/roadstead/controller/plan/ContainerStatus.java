package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ObservedContainer.Attachment;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Adopted;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.PublishedPort;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Container.Status;
import dev.roadstead.model.Container.Termination;
import dev.roadstead.model.ContainerTemplate.Port;
import dev.roadstead.model.DesiredState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Projects what was observed onto a Container's status. Times have whole seconds, as the API stores them. */
final class ContainerStatus {
    private static final String POST_START = "PostStart";

    private final ContainerSnapshot seen;
    private final Container container;
    private final @Nullable Status before;
    private final @Nullable ObservedContainer observed;
    private final boolean hooked;
    private final @Nullable Adopted adopted;

    ContainerStatus(ContainerSnapshot seen) {
        this(
                seen,
                seen.observed().filter(o -> Ownership.isOurs(seen, o)).orElse(null),
                false,
                Ownership.adopted(seen.container()));
    }

    private ContainerStatus(
            ContainerSnapshot seen, @Nullable ObservedContainer observed, boolean hooked, @Nullable Adopted adopted) {
        this.seen = seen;
        this.container = seen.container();
        this.before = container.status();
        this.observed = observed;
        this.hooked = hooked;
        this.adopted = adopted;
    }

    /** As observed now. */
    Status of(State state, Health health, Verdict verdict) {
        return build(state, health, verdict, restarts(), startedAt());
    }

    /** As of now, when the Docker container is about to be removed, to be made anew. */
    Status removed(Verdict verdict) {
        return withoutContainer().of(State.Pending, Health.None, verdict);
    }

    private ContainerStatus withoutContainer() {
        return new ContainerStatus(seen, null, hooked, adopted);
    }

    /** The same, when the hook after this start has succeeded. */
    ContainerStatus afterPostStart() {
        return new ContainerStatus(seen, observed, true, adopted);
    }

    /** The same, when this one has been found to be what the template says: from now on it is ours. */
    ContainerStatus adopting(ObservedContainer foreign) {
        Adopted taken = new Adopted(foreign.id(), Blueprints.specHash(container));
        return new ContainerStatus(seen, foreign, hooked, taken);
    }

    /** Whether the hook has succeeded after this very start. */
    boolean postStartDone() {
        Condition done = before == null ? null : Conditions.find(before.conditions(), POST_START);
        return done != null && done.message().equals(postStartMessage());
    }

    private String postStartMessage() {
        return "it has run after the start at " + (observed == null ? null : seconds(observed.startedAt()));
    }

    /** As of now, when the container is about to run again after it was stopped on purpose: that is no restart. */
    Status resuming(Verdict verdict) {
        return build(State.Created, Health.None, verdict, restarts(), null);
    }

    /** As of now, when the container is about to be started again after it ended. */
    Status restarting(int restarts, Verdict verdict) {
        return build(State.Restarting, Health.None, verdict, restarts, null);
    }

    /** How the last run ended: what the engine says of it, or else what was known already. */
    @Nullable
    Termination termination() {
        Termination known = before == null ? null : before.lastTermination();
        if (observed == null || !endedByItself(container, observed)) {
            return known;
        }
        Instant finishedAt = seconds(observed.finishedAt());
        Integer exitCode = observed.exitCode();
        if (finishedAt == null
                || exitCode == null
                || (known != null && known.finishedAt().equals(finishedAt))) {
            return known;
        }
        String reason = observed.oomKilled() ? "OOMKilled" : exitCode == 0 ? "Completed" : "Error";
        return new Termination(reason, exitCode, finishedAt, seen.asked().logTail());
    }

    /** Whether this end was not recorded before. */
    boolean endedAnew() {
        return !Objects.equals(termination(), before == null ? null : before.lastTermination());
    }

    /** An end that nobody asked for: not one of a container that was to stop. */
    static boolean endedByItself(Container container, ObservedContainer observed) {
        boolean stopped = container.status() != null && container.status().state() == State.Stopped;
        return observed.state() == ObservedContainer.State.EXITED
                && container.spec().desiredState() == DesiredState.Running
                && !container.metadata().deleting()
                && !Quiescence.stops(container)
                && !stopped;
    }

    /** The restarts known before, and one more if the engine shows a run that was not known. */
    int restarts() {
        if (before == null) {
            return 0;
        }
        Instant known = before.startedAt();
        boolean anotherRun = known != null
                && observed != null
                && observed.state() == ObservedContainer.State.RUNNING
                && !known.equals(seconds(observed.startedAt()));
        return anotherRun ? before.restarts() + 1 : before.restarts();
    }

    private Status build(State state, Health health, Verdict verdict, int restarts, @Nullable Instant startedAt) {
        boolean exited = observed != null && observed.state() == ObservedContainer.State.EXITED;
        return new Status(
                container.metadata().generation(),
                observed == null ? null : observed.id(),
                state,
                health,
                exited ? Objects.requireNonNull(observed).exitCode() : null,
                restarts,
                ip(),
                ports(),
                startedAt,
                readySince(verdict, startedAt),
                termination(),
                conditions(verdict),
                adopted);
    }

    private List<Condition> conditions(Verdict verdict) {
        long generation = container.metadata().generation();
        List<Condition> conditions = Conditions.set(
                before == null ? List.of() : before.conditions(),
                "Ready",
                verdict.ready(),
                verdict.reason(),
                verdict.message(),
                generation,
                seen.now());
        return hooked
                ? Conditions.set(
                        conditions,
                        POST_START,
                        Condition.Status.True,
                        "Succeeded",
                        postStartMessage(),
                        generation,
                        seen.now())
                : conditions;
    }

    /** Null for a Docker container that never ran: what takes the place of a removed one is no restart of it. */
    private @Nullable Instant startedAt() {
        boolean stops = container.spec().desiredState() == DesiredState.Stopped || Quiescence.stops(container);
        return stops || observed == null ? null : seconds(observed.startedAt());
    }

    /** A container that is to go keeps it: whether it was ready decides whether it is drained. */
    private @Nullable Instant readySince(Verdict verdict, @Nullable Instant startedAt) {
        Instant known = before == null ? null : before.readySince();
        if (container.metadata().deleting()) {
            return known;
        }
        if (verdict.ready() != Condition.Status.True) {
            return null;
        }
        boolean sameRun = before != null && Objects.equals(before.startedAt(), startedAt);
        return known != null && sameRun ? known : seen.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private @Nullable String ip() {
        return Optional.ofNullable(observed)
                .map(o -> o.networks().get(Names.network(Names.namespace(container))))
                .map(Attachment::ip)
                .orElse(null);
    }

    /** The engine's ports, with the names that the template gives them. */
    private List<PublishedPort> ports() {
        return observed == null
                ? List.of()
                : observed.ports().stream().map(this::named).toList();
    }

    private PublishedPort named(PublishedPort port) {
        String name = container.spec().template().ports().stream()
                .filter(p -> p.containerPort() == port.containerPort() && p.protocol() == port.protocol())
                .map(Port::name)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new PublishedPort(name, port.containerPort(), port.protocol(), port.hostIP(), port.hostPort());
    }

    static @Nullable Instant seconds(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
    }
}
