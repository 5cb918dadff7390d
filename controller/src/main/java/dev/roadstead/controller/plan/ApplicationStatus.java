package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Condition.Status;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
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

    static Application.Status of(ApplicationSnapshot seen, Replicas replicas, int target, Step step) {
        return new ApplicationStatus(seen.application(), seen.now()).project(seen, replicas, target, step);
    }

    private Application.Status project(ApplicationSnapshot seen, Replicas replicas, int target, Step step) {
        Application.Status before = application.status();
        Rollout rollout = RolloutState.of(seen, replicas, target, step);
        boolean stopped = application.spec().desiredState() == DesiredState.Stopped;
        Optional<Trouble> trouble = stopped ? Optional.empty() : Trouble.find(replicas, step.obstacle());
        setReady(replicas, target, rollout, trouble, stopped);
        setProgressing(rollout);
        trouble.ifPresentOrElse(
                what -> set("Degraded", Status.True, what.reason(), what.message()),
                () -> set("Degraded", Status.False, Reasons.AS_EXPECTED, ""));
        Integer current = before == null ? null : before.currentRelease();
        return new Application.Status(
                application.metadata().generation(),
                replicas.total(),
                (int) replicas.staying().filter(replicas::ready).count(),
                replicas.updated().size(),
                replicas.available(replicas.staying().toList()),
                rollout.phase() == Phase.Complete && !stopped ? Integer.valueOf(target) : current,
                target,
                rollout,
                Labels.APPLICATION + "=" + application.metadata().name(),
                conditions);
    }

    private void setReady(Replicas replicas, int target, Rollout rollout, Optional<Trouble> trouble, boolean stopped) {
        if (stopped) {
            set("Ready", Status.False, Reasons.STOPPED, "desiredState is Stopped");
            return;
        }
        int wanted = application.spec().replicas();
        int available = replicas.available(replicas.updated());
        String count = "%d of %d containers of release %d are available".formatted(available, wanted, target);
        if (rollout.phase() == Phase.Complete && available >= wanted) {
            set("Ready", Status.True, Reasons.AVAILABLE, count);
            return;
        }
        String otherwise = rollout.phase() == Phase.Complete ? Reasons.UNAVAILABLE : Reasons.PROGRESSING;
        set(
                "Ready",
                Status.False,
                trouble.map(Trouble::reason).orElse(otherwise),
                count + trouble.map(what -> "; " + what.message()).orElse(""));
    }

    private void setProgressing(Rollout rollout) {
        switch (rollout.phase()) {
            case Complete -> set("Progressing", Status.True, Reasons.COMPLETE, rollout.message());
            case Progressing, Paused, AwaitingPromotion ->
                set("Progressing", Status.True, Reasons.PROGRESSING, rollout.message());
            case Failed, RolledBack ->
                set(
                        "Progressing",
                        Status.False,
                        Reasons.DEADLINE_EXCEEDED,
                        "no progress within "
                                + dev.roadstead.model.GoDuration.format(
                                        application.spec().strategy().progressDeadline())
                                + ": " + rollout.message());
        }
    }

    /** The status of an Application that is on its way out. */
    static Application.Status deleting(ApplicationSnapshot seen) {
        ApplicationStatus projector = new ApplicationStatus(seen.application(), seen.now());
        int left = seen.containers().size();
        projector.set("Ready", Status.False, Reasons.DELETING, left + " containers are still there");
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
                case "ProgressingFalse" -> notes.add(Note.warning(condition.reason(), condition.message()));
                case "DegradedTrue" -> {
                    if (!Trouble.isToldByContainers(condition.reason())) {
                        notes.add(Note.warning(condition.reason(), condition.message()));
                    }
                }
                default -> {}
            }
        }
        boolean rolledOut = after.currentRelease() != null
                && (before == null || !after.currentRelease().equals(before.currentRelease()));
        if (rolledOut) {
            notes.add(Note.normal("RolloutComplete", "Release " + after.currentRelease() + " is rolled out"));
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
