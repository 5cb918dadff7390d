package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.TargetRelease.Origin;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Strategy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the replacement of containers stands, derived from the containers and the status before.
 *
 * @param complete whether the target is in place, whatever the rollout is called
 */
record RolloutState(Rollout rollout, boolean complete) {

    /**
     * Complete once every container is of the wanted release and enough have become available; what breaks later is no
     * rollout. Failed when nothing came nearer to that for the deadline; it goes on trying all the same.
     */
    static RolloutState of(RolloutSnapshot at, Step step) {
        boolean complete = isComplete(at, step);
        if (at.target().origin() instanceof Origin.AfterFailure) {
            return new RolloutState(rolledBack(at), complete);
        }
        boolean said = complete && !(at.target().origin() instanceof Origin.Held);
        return new RolloutState(said ? complete(at, step) : underWay(at, step), complete);
    }

    private static Rollout complete(RolloutSnapshot at, Step step) {
        Instant now = at.seen().now().truncatedTo(ChronoUnit.SECONDS);
        Rollout last = at.last();
        boolean still = last != null && last.phase() == Phase.Complete;
        return new Rollout(
                Phase.Complete,
                at.target().revision(),
                null,
                null,
                last == null ? now : last.startedAt(),
                last != null && still ? last.lastProgressAt() : now,
                last != null && still ? last.reachedAt() : now,
                completeMessage(at, step));
    }

    /** The rollout that failed stays the last one, and its reason stays known. */
    private static Rollout rolledBack(RolloutSnapshot at) {
        Application.Status before = at.seen().application().status();
        Rollout last = Objects.requireNonNull(before == null ? null : before.rollout(), "no rollout can have failed");
        if (last.phase() == Phase.RolledBack) {
            return last;
        }
        return new Rollout(
                Phase.RolledBack,
                last.release(),
                last.step(),
                last.weight(),
                last.startedAt(),
                last.lastProgressAt(),
                at.seen().now().truncatedTo(ChronoUnit.SECONDS),
                "release %d is wanted again, because release %d failed: %s"
                        .formatted(at.target().revision(), last.release(), last.message()));
    }

    private static Rollout underWay(RolloutSnapshot at, Step step) {
        Instant now = at.seen().now().truncatedTo(ChronoUnit.SECONDS);
        Stage stage = step.stage();
        Rollout last = at.last();
        boolean goesOn = last != null && last.phase() != Phase.Complete;
        Instant progressAt = last != null && goesOn ? progressAt(at, last, stage, now) : now;
        Duration deadline = at.strategy().progressDeadline();
        boolean late = stage.phase() == Phase.Progressing
                && !progressAt.plus(deadline).isAfter(at.seen().now());
        Phase phase = late ? Phase.Failed : stage.phase();
        boolean same = last != null && last.phase() == phase && Objects.equals(last.step(), stage.step());
        return new Rollout(
                phase,
                at.target().revision(),
                stage.step(),
                stage.weight(),
                last != null && goesOn ? last.startedAt() : now,
                progressAt,
                last != null && same ? last.reachedAt() : now,
                stage.phase() == Phase.Failed ? stage.says() : message(at, step, late));
    }

    /** Time that a rollout waited for somebody is no time without progress. */
    private static Instant progressAt(RolloutSnapshot at, Rollout last, Stage stage, Instant now) {
        boolean waited = last.phase() == Phase.Paused || last.phase() == Phase.AwaitingPromotion;
        if (stage.phase() == Phase.Progressing && (waited || !Objects.equals(last.step(), stage.step()))) {
            return now;
        }
        Application.Status before = at.seen().application().status();
        Instant progress = before == null ? null : progress(before, at.replicas(), now);
        return progress != null && progress.isAfter(last.lastProgressAt()) ? progress : last.lastProgressAt();
    }

    /** Time until the deadline passes if nothing comes nearer. */
    static Optional<Duration> untilDeadline(Application app, Rollout rollout, Instant now) {
        if (rollout.phase() != Phase.Progressing) {
            return Optional.empty();
        }
        Instant deadline = rollout.lastProgressAt().plus(app.spec().strategy().progressDeadline());
        return Optional.of(Duration.between(now, deadline));
    }

    private static boolean isComplete(RolloutSnapshot at, Step step) {
        if (at.spec().desiredState() == DesiredState.Stopped) {
            // What failed before it was stopped has not served.
            return step.stage().phase() != Phase.Failed;
        }
        Replicas replicas = at.replicas();
        boolean last = step.stage().isLast() || at.target().origin() instanceof Origin.Held;
        return last && isInPlace(at) && (wasComplete(at) || replicas.serving(replicas.updated()) >= replicas.wanted());
    }

    private static boolean isInPlace(RolloutSnapshot at) {
        Replicas replicas = at.replicas();
        int revision = at.target().revision();
        long moving =
                replicas.updated().stream().filter(replicas.moves()::mustLeave).count();
        boolean counted = replicas.updated().size() - moving <= replicas.wanted()
                && replicas.wanted() <= replicas.updated().size();
        boolean kept = at.strategy().type() == Strategy.Type.BlueGreen;
        return counted
                && replicas.outdated().stream().allMatch(c -> kept && !c.spec().routed())
                && replicas.leaving().stream()
                        .allMatch(
                                c -> c.spec().release() == revision || !c.spec().routed())
                && replicas.updated().stream()
                        .allMatch(c -> c.spec().desiredState() == DesiredState.Running
                                && c.spec().routed());
    }

    /** A container that fails, or that is replaced after it was removed, does not make a rollout of it. */
    private static boolean wasComplete(RolloutSnapshot at) {
        Rollout last = at.last();
        return at.isCurrent() && last != null && last.phase() == Phase.Complete;
    }

    /**
     * What came nearer: a container that was created, one that became ready and never failed before, or an old one that
     * is gone. One that comes and goes in a crash loop is no progress.
     */
    private static @Nullable Instant progress(Application.Status before, Replicas replicas, Instant now) {
        int oldBefore = before.replicas() - before.updatedReplicas();
        if (replicas.total() - replicas.updated().size() < oldBefore) {
            return now;
        }
        return replicas.updated().stream()
                .flatMap(RolloutState::milestones)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private static Stream<Instant> milestones(Container container) {
        Container.Status status = container.status();
        return Stream.concat(
                Stream.ofNullable(container.metadata().creationTimestamp()),
                status == null || status.restarts() > 0 ? Stream.empty() : Stream.ofNullable(status.readySince()));
    }

    private static String completeMessage(RolloutSnapshot at, Step step) {
        if (at.spec().desiredState() == DesiredState.Stopped) {
            return "stopped; set desiredState to Running to start it again";
        }
        String says = step.stage().says();
        return "release " + at.target().revision() + " is rolled out" + (says.isEmpty() ? "" : "; " + says);
    }

    private static String message(RolloutSnapshot at, Step step, boolean late) {
        Replicas replicas = at.replicas();
        StringBuilder text = new StringBuilder("release %d: %d of %d containers available"
                .formatted(at.target().revision(), replicas.available(replicas.updated()), replicas.wanted()));
        if (!replicas.outdated().isEmpty()) {
            text.append(", ").append(replicas.outdated().size()).append(" to be replaced");
        }
        if (!replicas.leaving().isEmpty()) {
            text.append(", ").append(replicas.leaving().size()).append(" stopping");
        }
        if (!step.stage().says().isEmpty()) {
            text.append("; ").append(step.stage().says());
        }
        step.obstacle().ifPresent(why -> text.append("; ").append(why));
        step.remark().ifPresent(remark -> text.append("; ").append(remark));
        if (late && step.obstacle().isEmpty()) {
            Trouble.find(replicas.only(replicas.updated()::contains), Optional.empty())
                    .or(() -> Trouble.find(replicas, Optional.empty()))
                    .ifPresent(trouble -> text.append("; ").append(trouble.message()));
        }
        return text.toString();
    }
}
