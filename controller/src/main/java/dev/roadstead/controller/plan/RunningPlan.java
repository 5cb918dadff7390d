package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.HostAction.PutFiles;
import dev.roadstead.controller.plan.HostAction.RunHook;
import dev.roadstead.controller.plan.HostAction.UnpauseContainer;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.model.Container.Health;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.Container.Status;
import dev.roadstead.model.Container.Termination;
import dev.roadstead.model.ContainerTemplate.Hooks;
import dev.roadstead.model.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do about a Docker container that is ours, as specified, and should run. */
final class RunningPlan {
    private static final Verdict STARTS = Verdict.no(Reasons.STARTING, "it is being started");
    private static final Note STARTED = Note.normal("Started", "Started container");
    private static final Duration POST_START = Duration.ofMinutes(1);

    private final ContainerSnapshot seen;
    private final ObservedContainer observed;
    private final ContainerStatus projector;

    private RunningPlan(ContainerSnapshot seen, ObservedContainer observed) {
        this.seen = seen;
        this.observed = observed;
        this.projector = new ContainerStatus(seen);
    }

    static ContainerPlan of(ContainerSnapshot seen, ObservedContainer observed) {
        RunningPlan plan = new RunningPlan(seen, observed);
        return switch (observed.state()) {
            case CREATED -> plan.firstStart();
            case RUNNING -> plan.keep();
            case PAUSED -> plan.unpause();
            case EXITED -> plan.restart();
            case DEAD -> plan.remove();
            case RESTARTING, REMOVING ->
                ContainerPlan.wait(
                        plan.projector.of(
                                ContainerPlanner.stateOf(observed.state()),
                                Health.None,
                                Verdict.no(Reasons.STARTING, "the engine is busy with it")),
                        ContainerPlanner.SOON);
        };
    }

    /** Files are put in before the first start, and not with the creation: it may have been killed in between. */
    private ContainerPlan firstStart() {
        return switch (seen.supplies()) {
            case Supplies.Missing(String what) -> CreationPlan.missing(seen, what);
            case Supplies.Unavailable(String why) -> CreationPlan.hindered(seen, Reasons.CONFIG_MISSING, why);
            case Supplies.Complete supplies -> {
                List<HostAction> actions = new ArrayList<>();
                if (!supplies.files().isEmpty()) {
                    actions.add(new PutFiles(observed.id(), supplies.files()));
                }
                actions.addAll(ContainerPlanner.startActions(seen, observed));
                yield ContainerPlan.act(projector.of(State.Created, Health.None, STARTS), actions, STARTED);
            }
        };
    }

    private ContainerPlan start(Status status) {
        return ContainerPlan.act(status, ContainerPlanner.startActions(seen, observed), STARTED);
    }

    private ContainerPlan unpause() {
        Note note = Quiescence.wasHeld(seen.container().status())
                ? Note.normal("Resumed", "The container is no longer held and runs again")
                : Note.warning("Unpaused", "Somebody paused the container; it runs again");
        return ContainerPlan.act(
                projector.of(State.Paused, Health.None, Verdict.no(Reasons.PAUSED, "it was paused")),
                List.of(new UnpauseContainer(observed.id())),
                note);
    }

    private ContainerPlan remove() {
        return ContainerPlan.act(
                projector.removed(Verdict.no(Reasons.STARTING, "it is made anew")),
                List.of(ContainerPlanner.removal(seen, observed)),
                Note.warning("Removed", "The engine gave the container up; it is made anew"));
    }

    private ContainerPlan restart() {
        Status before = seen.container().status();
        if (before != null && before.state() == State.Stopped) {
            return start(projector.resuming(STARTS));
        }
        Instant finishedAt = observed.finishedAt() == null ? seen.now() : observed.finishedAt();
        Instant startedAt = observed.startedAt() == null ? finishedAt : observed.startedAt();
        int restarts = RestartPolicy.restartsBefore(projector.restarts(), startedAt, finishedAt);
        Termination termination = projector.termination();
        List<Note> notes = new ArrayList<>();
        if (projector.endedAnew() && termination != null) {
            notes.add(Note.warning("Exited", "Container " + Verdict.tell(termination)));
        }
        Duration wait = ContainerPlanner.until(finishedAt.plus(RestartPolicy.delay(restarts)), seen.now());
        if (wait.isPositive()) {
            Status status = projector.of(State.Exited, Health.None, Verdict.ended(termination, projector.restarts()));
            return ContainerPlan.wait(status, wait, notes.toArray(Note[]::new));
        }
        notes.add(Note.normal("Restarted", "Started container again (restart " + (restarts + 1) + ")"));
        return ContainerPlan.act(
                projector.restarting(restarts + 1, Verdict.ended(termination, restarts + 1)),
                ContainerPlanner.startActions(seen, observed),
                notes.toArray(Note[]::new));
    }

    private ContainerPlan keep() {
        Optional<Drift.Repair> repair = new Drift(seen, observed).repair();
        if (repair.isPresent()) {
            return ContainerPlanner.repair(seen, observed, repair.get());
        }
        List<String> postStart = postStart();
        if (!postStart.isEmpty() && !projector.postStartDone()) {
            Verdict verdict = Verdict.no(Reasons.STARTING, "its postStart hook has not run yet");
            return ContainerPlan.act(
                    projector.afterPostStart().of(State.Running, Health.Starting, verdict),
                    List.of(new RunHook(observed.id(), postStart, POST_START)));
        }
        Health health = health();
        if (health == Health.Unhealthy) {
            return unhealthy();
        }
        Status status = projector.of(State.Running, health, verdict(health));
        return new ContainerPlan(List.of(), status, List.of(story(health)), lookAgain(health), false);
    }

    private List<String> postStart() {
        Hooks hooks = seen.container().spec().template().hooks();
        return hooks == null || hooks.postStart() == null
                ? List.of()
                : hooks.postStart().exec().command();
    }

    /** Left running until its backoff has passed, counted from its start: it may recover, and serves nobody either way. */
    private ContainerPlan unhealthy() {
        Instant startedAt = observed.startedAt() == null ? seen.now() : observed.startedAt();
        int restarts = RestartPolicy.restartsBefore(projector.restarts(), startedAt, seen.now());
        Duration wait = ContainerPlanner.until(startedAt.plus(RestartPolicy.delay(restarts)), seen.now());
        Verdict verdict = verdict(Health.Unhealthy);
        if (wait.isPositive()) {
            Status status = projector.of(State.Running, Health.Unhealthy, verdict);
            return ContainerPlan.wait(status, wait, story(Health.Unhealthy));
        }
        List<HostAction> actions = new ArrayList<>(ContainerPlanner.stopActions(seen, observed));
        actions.addAll(ContainerPlanner.startActions(seen, observed));
        String why = "Container is unhealthy: %s; stopped it and started it again (restart %d)"
                .formatted(unhealthyBecause(), restarts + 1);
        return ContainerPlan.act(
                projector.restarting(restarts + 1, verdict), actions, Note.warning(Reasons.UNHEALTHY, why));
    }

    private Health health() {
        HealthCheck check = seen.container().spec().template().healthCheck();
        if (check == null) {
            return settlingLeft().isPositive() ? Health.Starting : Health.Healthy;
        }
        if (check.exec() == null) {
            return seen.probed() == null ? Health.Starting : seen.probed().health();
        }
        EngineHealth engineHealth = observed.engineHealth();
        return switch (engineHealth == null ? EngineHealth.STARTING : engineHealth) {
            case STARTING -> Health.Starting;
            case HEALTHY -> Health.Healthy;
            case UNHEALTHY -> Health.Unhealthy;
        };
    }

    private Verdict verdict(Health health) {
        Termination last = projector.termination();
        int restarts = projector.restarts();
        return switch (health) {
            case Healthy -> Verdict.yes();
            case Unhealthy -> Verdict.no(Reasons.UNHEALTHY, unhealthyBecause());
            // Until it has proved itself, the last end says more than that it was started.
            case Starting, None ->
                restarts > 0 && last != null
                        ? Verdict.ended(last, restarts)
                        : Verdict.no(Reasons.STARTING, "it was started and is not healthy yet" + finding());
        };
    }

    private String unhealthyBecause() {
        return "its health check fails" + finding();
    }

    private String finding() {
        String detail = seen.probed() == null ? "" : seen.probed().detail();
        return detail.isEmpty() ? "" : ": " + detail;
    }

    private Note[] story(Health health) {
        Status before = seen.container().status();
        Health known = before == null ? Health.None : before.health();
        if (health == Health.Unhealthy && known != Health.Unhealthy) {
            return new Note[] {Note.warning(Reasons.UNHEALTHY, "Container is unhealthy: " + unhealthyBecause())};
        }
        return health == Health.Healthy && known == Health.Unhealthy
                ? new Note[] {Note.normal("Healthy", "Container is healthy again")}
                : new Note[0];
    }

    private Optional<Duration> lookAgain(Health health) {
        boolean settles = seen.container().spec().template().healthCheck() == null && health == Health.Starting;
        return settles ? Optional.of(settlingLeft()) : Optional.empty();
    }

    private Duration settlingLeft() {
        Instant startedAt = observed.startedAt() == null ? seen.now() : observed.startedAt();
        int restarts = RestartPolicy.restartsBefore(projector.restarts(), startedAt, seen.now());
        return ContainerPlanner.until(startedAt.plus(RestartPolicy.settling(restarts)), seen.now());
    }
}
