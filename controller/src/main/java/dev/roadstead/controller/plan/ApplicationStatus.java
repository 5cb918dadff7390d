package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.TargetRelease.Origin;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Projects what was found onto an Application's status, and tells what is new in it. */
final class ApplicationStatus {
    private final Application application;
    private final Instant now;
    private List<Condition> conditions;

    private ApplicationStatus(Application application, Instant now) {
        this.application = application;
        this.now = now;
        this.conditions =
                application.status() == null ? List.of() : application.status().conditions();
    }

    static Application.Status of(RolloutSnapshot at, Step step) {
        return new ApplicationStatus(at.seen().application(), at.seen().now()).project(at, step);
    }

    private Application.Status project(RolloutSnapshot at, Step step) {
        Application.Status before = application.status();
        Replicas replicas = at.replicas();
        int target = at.target().revision();
        RolloutState state = RolloutState.of(at, step);
        boolean stopped = application.spec().desiredState() == DesiredState.Stopped;
        Optional<Trouble> trouble = stopped ? Optional.empty() : Trouble.find(replicas, step.obstacle());
        Optional<Trouble> unready = trouble.or(
                () -> Quiescence.remark(replicas.staying().toList()).map(why -> new Trouble(Reasons.QUIESCED, why)));
        if (stopped) {
            set("Ready", Status.False, Reasons.STOPPED, whyStopped(at.seen()));
        } else {
            setReady(replicas, target, state.complete(), unready);
        }
        setProgressing(state.rollout(), step.stage());
        trouble.ifPresentOrElse(
                what -> set("Degraded", Status.True, what.reason(), what.message()),
                () -> set("Degraded", Status.False, Reasons.AS_EXPECTED, ""));
        setRollback(at.target());
        Integer current = before == null ? null : before.currentRelease();
        return new Application.Status(
                application.metadata().generation(),
                replicas.total(),
                (int) replicas.staying().filter(replicas::ready).count(),
                replicas.updated().size(),
                replicas.available(replicas.staying().toList()),
                state.complete() && !stopped ? Integer.valueOf(target) : current,
                target,
                state.rollout(),
                refused(at, step.stage()),
                Labels.APPLICATION + "=" + application.metadata().name(),
                conditions);
    }

    private static @Nullable Integer refused(RolloutSnapshot at, Stage stage) {
        return stage.reason().equals(Reasons.CANARY_ANSWERS_BADLY)
                ? Integer.valueOf(at.target().revision())
                : at.refused()
                        .filter(release -> hasContainers(at.seen(), release))
                        .orElse(null);
    }

    private static boolean hasContainers(ApplicationSnapshot seen, int release) {
        return seen.containers().stream().anyMatch(container -> container.spec().release() == release);
    }

    private static String whyStopped(ApplicationSnapshot seen) {
        return seen.suspended() ? "the Organization of its namespace is suspended" : "desiredState is Stopped";
    }

    private void setReady(Replicas replicas, int target, boolean complete, Optional<Trouble> trouble) {
        int wanted = replicas.wanted();
        int available = replicas.available(replicas.updated());
        String count = "%d of %d containers of release %d are available".formatted(available, wanted, target);
        if (complete && available >= wanted) {
            set("Ready", Status.True, Reasons.AVAILABLE, count);
            return;
        }
        String otherwise = complete ? Reasons.UNAVAILABLE : Reasons.PROGRESSING;
        set(
                "Ready",
                Status.False,
                trouble.map(Trouble::reason).orElse(otherwise),
                count + trouble.map(what -> "; " + what.message()).orElse(""));
    }

    private void setProgressing(Rollout rollout, Stage stage) {
        String message = rollout.message();
        switch (rollout.phase()) {
            case Complete -> set("Progressing", Status.True, Reasons.COMPLETE, message);
            case Progressing, Superseded -> set("Progressing", Status.True, Reasons.PROGRESSING, message);
            case Paused -> set("Progressing", Status.True, Reasons.PAUSED, message);
            case AwaitingPromotion -> set("Progressing", Status.True, Reasons.AWAITING_PROMOTION, message);
            case RolledBack -> set("Progressing", Status.False, Reasons.ROLLED_BACK, message);
            case Failed -> {
                if (stage.phase() == Phase.Failed) {
                    set("Progressing", Status.False, stage.reason(), message);
                } else {
                    Duration deadline = application.spec().strategy().progressDeadline();
                    String late = "no progress within " + GoDuration.format(deadline) + ": " + message;
                    set("Progressing", Status.False, Reasons.DEADLINE_EXCEEDED, late);
                }
            }
        }
    }

    /** Says that spec.template is not used, and why; nothing while it is. */
    private void setRollback(TargetRelease target) {
        switch (target.origin()) {
            case Origin.Requested(int revision) ->
                set(
                        "Rollback",
                        Status.True,
                        Reasons.REQUESTED,
                        "spec.rollback names release %d, so spec.template is not used; take spec.rollback out to use it"
                                .formatted(revision));
            case Origin.AfterFailure(int failed) ->
                set(
                        "Rollback",
                        Status.True,
                        Reasons.ROLLED_BACK,
                        "release %d failed, so release %d runs; change the spec, or restart it to try again"
                                .formatted(failed, target.revision()));
            case Origin.NotKept(int revision, List<Integer> kept) ->
                set(
                        "Rollback",
                        Status.False,
                        Reasons.RELEASE_NOT_KEPT,
                        "there is no release %d to go back to, so nothing changes; kept are %s"
                                .formatted(revision, kept));
            case Origin.OfTemplate(), Origin.Held() ->
                conditions = conditions.stream()
                        .filter(condition -> !condition.type().equals("Rollback"))
                        .toList();
        }
    }

    /** The status of an Application that is on its way out. */
    static Application.Status deleting(ApplicationSnapshot seen) {
        ApplicationStatus projector = new ApplicationStatus(seen.application(), seen.now());
        int left = seen.containers().size();
        String held = Trouble.find(seen.containers())
                .map(trouble -> "; " + trouble.message())
                .orElse("");
        projector.set("Ready", Status.False, Reasons.DELETING, left + " containers are still there" + held);
        Application.Status before = seen.application().status();
        return new Application.Status(
                seen.application().metadata().generation(),
                left,
                0,
                0,
                0,
                before == null ? null : before.currentRelease(),
                before == null ? null : before.targetRelease(),
                before == null ? null : before.rollout(),
                before == null ? null : before.refusedRelease(),
                Labels.APPLICATION + "=" + seen.application().metadata().name(),
                projector.conditions);
    }

    /** What the new status tells that the old one did not: changes of state and of their reasons, not of numbers. */
    static List<Note> news(Application.@Nullable Status before, Application.Status after) {
        List<Condition> known = before == null ? List.of() : before.conditions();
        List<Note> notes = new ArrayList<>();
        for (Condition condition : after.conditions()) {
            Condition old = Conditions.find(known, condition.type());
            if (old != null
                    && old.status() == condition.status()
                    && old.reason().equals(condition.reason())) {
                continue;
            }
            switch (condition.type() + condition.status()) {
                case "ReadyTrue" -> notes.add(Note.normal("Ready", condition.message()));
                case "RollbackFalse" -> notes.add(Note.warning(condition.reason(), condition.message()));
                case "RollbackTrue" -> notes.add(Note.normal("Rollback", condition.message()));
                case "ProgressingFalse" -> notes.add(Note.warning(condition.reason(), condition.message()));
                case "DegradedTrue" -> {
                    if (!Trouble.isToldByContainers(condition.reason())) {
                        notes.add(Note.warning(condition.reason(), condition.message()));
                    }
                }
                default -> {}
            }
        }
        return List.copyOf(notes);
    }

    private void set(String type, Status status, String reason, String message) {
        conditions = Conditions.set(
                conditions,
                type,
                status,
                reason,
                message,
                application.metadata().generation(),
                now);
    }
}
