package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.AddFinalizer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteRelease;
import dev.roadstead.controller.plan.ApiAction.RemoveFinalizer;
import dev.roadstead.model.Application;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what is to be done about one Application. */
public final class ApplicationPlanner {
    /** How often a container that can be placed nowhere is tried again, should no change tell that it can. */
    private static final Duration UNPLACED_AGAIN = Duration.ofSeconds(30);

    private ApplicationPlanner() {}

    public static ApplicationPlan plan(ApplicationSnapshot seen) {
        return seen.application().metadata().deleting() ? remove(seen) : converge(GlobalSlots.counted(seen));
    }

    private static ApplicationPlan converge(ApplicationSnapshot seen) {
        Application app = seen.application();
        TargetRelease target = TargetRelease.choose(seen);
        Replicas replicas = Replicas.of(seen, target.revision());
        Step step = step(seen, replicas, target.revision());
        Application.Status status = ApplicationStatus.of(seen, replicas, target.revision(), step);

        List<ApiAction> actions = new ArrayList<>();
        if (!app.metadata().finalizers().contains(Labels.APPLICATION_FINALIZER)) {
            actions.add(new AddFinalizer(app));
        }
        actions.addAll(target.creation());
        actions.addAll(step.actions());
        actions.addAll(target.prune(seen));
        return new ApplicationPlan(
                List.copyOf(actions),
                status,
                ApplicationStatus.news(app.status(), status),
                lookAgain(app, replicas, status, step, seen));
    }

    private static Step step(ApplicationSnapshot seen, Replicas replicas, int revision) {
        if (seen.application().spec().desiredState() == DesiredState.Stopped) {
            return Step.of(DesiredStates.stopAll(replicas));
        }
        List<ApiAction> misplaced = GlobalSlots.misplaced(seen);
        if (!misplaced.isEmpty()) {
            return Step.of(misplaced);
        }
        List<ApiAction> starts = DesiredStates.start(seen, replicas);
        if (!starts.isEmpty()) {
            return Step.of(starts);
        }

        return switch (seen.application().spec().strategy().type()) {
            case Rolling, BlueGreen, Canary -> RollingStrategy.next(seen, replicas, revision);
            case Recreate -> RecreateStrategy.next(seen, replicas, revision);
        };
    }

    private static Optional<Duration> lookAgain(
            Application app, Replicas replicas, Application.Status status, Step step, ApplicationSnapshot seen) {
        Optional<Duration> deadline = Optional.ofNullable(status.rollout())
                .flatMap(rollout -> RolloutState.untilDeadline(app, rollout, seen.now()));
        return Stream.of(
                        replicas.untilNextAvailable(), deadline, step.obstacle().map(why -> UNPLACED_AGAIN))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** Containers first, then the history, then the Application itself: each only when what depends on it is gone. */
    private static ApplicationPlan remove(ApplicationSnapshot seen) {
        List<ApiAction> actions = new ArrayList<>();
        seen.containers().stream()
                .filter(c -> !c.metadata().deleting())
                .map(c -> new DeleteContainer(c, "because its application is deleted"))
                .forEach(actions::add);
        boolean held = seen.application().metadata().finalizers().contains(Labels.APPLICATION_FINALIZER);
        if (seen.containers().isEmpty()) {
            seen.releases().stream()
                    .filter(release -> !release.metadata().deleting())
                    .map(DeleteRelease::new)
                    .forEach(actions::add);
            if (held) {
                actions.add(new RemoveFinalizer(seen.application()));
            }
        }
        return new ApplicationPlan(List.copyOf(actions), ApplicationStatus.deleting(seen), List.of(), Optional.empty());
    }
}
