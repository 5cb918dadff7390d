package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the replacement of containers stands, derived from the containers and the status before. */
final class RolloutState {
    private RolloutState() {}

    /**
     * Complete once every container is of the wanted release and enough have become available; what breaks later is no
     * rollout. Failed when nothing came nearer to that for the deadline; it goes on trying all the same.
     */
    static Rollout of(ApplicationSnapshot seen, Replicas replicas, int target, Step step) {
        boolean complete = isComplete(seen.application(), replicas, target);
        return complete ? complete(seen, target) : underWay(seen, replicas, target, step);
    }

    private static Rollout complete(ApplicationSnapshot seen, int target) {
        Application app = seen.application();
        Instant now = seen.now().truncatedTo(ChronoUnit.SECONDS);
        Rollout last = last(app, target);
        boolean still = last != null && last.phase() == Phase.Complete;
        return new Rollout(
                Phase.Complete,
                target,
                null,
                null,
                last == null ? now : last.startedAt(),
                last != null && still ? last.lastProgressAt() : now,
                completeMessage(app, target));
    }

    private static Rollout underWay(ApplicationSnapshot seen, Replicas replicas, int target, Step step) {
        Application app = seen.application();
        Instant startedAt = seen.now().truncatedTo(ChronoUnit.SECONDS);
        Instant progressAt = startedAt;
        Application.Status before = app.status();
        Rollout last = last(app, target);
        if (before != null && last != null && last.phase() != Phase.Complete) {
            progressAt = latest(last.lastProgressAt(), progress(before, replicas, startedAt));
            startedAt = last.startedAt();
        }
        Duration deadline = app.spec().strategy().progressDeadline();
        boolean late = !progressAt.plus(deadline).isAfter(seen.now());
        return new Rollout(
                late ? Phase.Failed : Phase.Progressing,
                target,
                null,
                null,
                startedAt,
                progressAt,
                message(app, replicas, target, step));
    }

    /** What was known of the way to this target; null if it is a new one. */
    private static @Nullable Rollout last(Application app, int target) {
        Application.Status before = app.status();
        boolean same = before != null && before.targetRelease() != null && before.targetRelease() == target;
        return before != null && same ? before.rollout() : null;
    }

    /** Time until the deadline passes if nothing comes nearer. */
    static Optional<Duration> untilDeadline(Application app, Rollout rollout, Instant now) {
        if (rollout.phase() != Phase.Progressing) {
            return Optional.empty();
        }
        Instant deadline = rollout.lastProgressAt().plus(app.spec().strategy().progressDeadline());
        return Optional.of(Duration.between(now, deadline));
    }

    private static boolean isComplete(Application app, Replicas replicas, int target) {
        if (app.spec().desiredState() == DesiredState.Stopped) {
            return true;
        }
        int wanted = app.spec().replicas();
        boolean inPlace = replicas.updated().size() == wanted
                && replicas.outdated().isEmpty()
                && replicas.leaving().stream().allMatch(c -> c.spec().release() == target)
                && replicas.updated().stream().allMatch(c -> c.spec().desiredState() == DesiredState.Running);
        return inPlace && (wasComplete(app, target) || replicas.available(replicas.updated()) >= wanted);
    }

    /** A container that fails, or that is replaced after it was removed, does not make a rollout of it. */
    private static boolean wasComplete(Application app, int target) {
        Application.Status before = app.status();
        return before != null
                && before.currentRelease() != null
                && before.currentRelease() == target
                && before.rollout() != null
                && before.rollout().phase() == Phase.Complete;
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

    private static Instant latest(Instant one, @Nullable Instant other) {
        return other != null && other.isAfter(one) ? other : one;
    }

    private static String completeMessage(Application app, int target) {
        return app.spec().desiredState() == DesiredState.Stopped
                ? "stopped; set desiredState to Running to start it again"
                : "release " + target + " is rolled out";
    }

    private static String message(Application app, Replicas replicas, int target, Step step) {
        StringBuilder text = new StringBuilder("release %d: %d of %d containers available"
                .formatted(
                        target,
                        replicas.available(replicas.updated()),
                        app.spec().replicas()));
        if (!replicas.outdated().isEmpty()) {
            text.append(", ").append(replicas.outdated().size()).append(" to be replaced");
        }
        if (!replicas.leaving().isEmpty()) {
            text.append(", ").append(replicas.leaving().size()).append(" stopping");
        }
        step.obstacle().ifPresent(why -> text.append("; ").append(why));
        step.remark().ifPresent(remark -> text.append("; ").append(remark));
        return text.toString();
    }
}
