package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.AddFinalizer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteRelease;
import dev.roadstead.controller.plan.ApiAction.RemoveFinalizer;
import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides what is to be done about one Application. */
public final class ApplicationPlanner {
    /** How often a container that can be placed nowhere is tried again, should no change tell that it can. */
    private static final Duration UNPLACED_AGAIN = Duration.ofSeconds(30);

    /** How often edges are asked how a canary answers. */
    private static final Duration COUNTED_AGAIN = Duration.ofSeconds(5);

    /** The failure is written down before it is answered: the next pass goes back. */
    private static final Duration AT_ONCE = Duration.ofMillis(50);

    private ApplicationPlanner() {}

    public static ApplicationPlan plan(ApplicationSnapshot seen) {
        return seen.application().metadata().deleting() ? remove(seen) : converge(GlobalSlots.counted(seen.heeded()));
    }

    private static ApplicationPlan converge(ApplicationSnapshot seen) {
        Application app = seen.application();
        RolloutSnapshot at = RolloutSnapshot.of(seen);
        Step step = step(at);
        Application.Status status = ApplicationStatus.of(at, step);
        Rollout rollout = Objects.requireNonNull(status.rollout(), "a status is never made without one");

        List<ApiAction> actions = new ArrayList<>();
        if (!app.metadata().finalizers().contains(Labels.APPLICATION_FINALIZER)) {
            actions.add(new AddFinalizer(app));
        }
        actions.addAll(at.target().creation());
        actions.addAll(step.actions());
        actions.addAll(at.history().config(at.target()));
        actions.addAll(at.history().outcomes(at.target(), rollout));
        actions.addAll(at.history().prune(at.target()));
        return new ApplicationPlan(
                List.copyOf(actions),
                status,
                ApplicationStatus.news(app.status(), status),
                lookAgain(at, step, rollout));
    }

    /** Whatever is done now, a canary that failed has failed. */
    private static Step step(RolloutSnapshot at) {
        Step next = next(at);
        return at.failed()
                .or(() -> CanaryStrategy.answersBadly(at))
                .map(next::at)
                .orElse(next);
    }

    private static Step next(RolloutSnapshot at) {
        if (at.spec().desiredState() == DesiredState.Stopped) {
            return Step.of(DesiredStates.stopAll(at.replicas()));
        }
        Optional<String> quiesced = Quiescence.remark(at.replicas().staying().toList());
        if (quiesced.isPresent()) {
            return Standstill.around(at, quiesced.get());
        }
        List<ApiAction> misplaced = GlobalSlots.misplaced(at.seen());
        if (!misplaced.isEmpty()) {
            return Step.of(misplaced);
        }
        List<ApiAction> overtaken = Adoption.overtaken(at.replicas());
        if (!overtaken.isEmpty()) {
            return Step.of(overtaken);
        }
        List<ApiAction> starts = DesiredStates.start(at.seen(), at.replicas());
        if (!starts.isEmpty()) {
            return Step.of(starts);
        }
        if (!Slots.canBeMade(at.target().release())) {
            return new Step(List.of(), Optional.empty(), Optional.of("its image is being resolved"));
        }
        Optional<String> refused =
                Slots.refusal(at.target().release(), at.seen().policy());
        if (refused.isPresent() && at.replicas().updated().isEmpty()) {
            return Standstill.keep(at, refused);
        }
        if (at.spec().paused()) {
            return Standstill.held(at, Standstill.keep(at), "spec.paused holds it");
        }
        return switch (at.strategy().type()) {
            case Rolling -> RollingStrategy.next(at);
            case BlueGreen -> BlueGreenStrategy.next(at);
            case Canary -> CanaryStrategy.next(at);
            case Recreate -> recreate(at);
        };
    }

    /** Says so when it is not what was asked for. */
    private static Step recreate(RolloutSnapshot at) {
        Step step = RecreateStrategy.next(at);
        Strategy.Type asked = at.spec().strategy().type();
        boolean same =
                asked == Strategy.Type.Recreate || at.replicas().outdated().isEmpty();
        Optional<String> remark = same
                ? Optional.empty()
                : at.exclusiveVolume()
                        .map(volume ->
                                "volume %s is ReadWriteOnce, so the old container is gone before the new one starts, as with Recreate and not as with %s"
                                        .formatted(volume, asked));
        return new Step(step.actions(), step.obstacle(), step.remark().or(() -> remark), step.stage());
    }

    private static Optional<Duration> lookAgain(RolloutSnapshot at, Step step, Rollout rollout) {
        boolean answers = rollout.phase() == Phase.Failed
                && at.stable().isPresent()
                && (at.strategy().autoRollback() || isRefusedNow(at, step));
        return Stream.of(
                        at.replicas().untilNextAvailable(),
                        RolloutState.untilDeadline(
                                at.seen().application(), rollout, at.seen().now()),
                        step.stage().over(),
                        step.obstacle().map(why -> UNPLACED_AGAIN),
                        at.seen().config().again(),
                        at.seen().traffic() instanceof Traffic.NotAsked
                                ? Optional.<Duration>empty()
                                : Optional.of(COUNTED_AGAIN),
                        answers ? Optional.of(AT_ONCE) : Optional.<Duration>empty())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private static boolean isRefusedNow(RolloutSnapshot at, Step step) {
        return step.stage().reason().equals(Reasons.CANARY_ANSWERS_BADLY)
                && at.refused().isEmpty();
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
