package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Release;
import dev.roadstead.model.Strategy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a strategy decides from: the containers, sorted, and the releases that they come from and go to. */
record RolloutSnapshot(ApplicationSnapshot seen, Replicas replicas, TargetRelease target, History history) {

    static RolloutSnapshot of(ApplicationSnapshot seen) {
        TargetRelease target = TargetRelease.choose(seen);
        Replicas replicas = Replicas.of(seen, target.revision());
        RolloutSnapshot at = new RolloutSnapshot(seen, replicas, target, new History(seen));
        return at.with(replicas.refusing(at.refused().orElse(null)));
    }

    /** The same for some of the containers. */
    RolloutSnapshot with(Replicas some) {
        return new RolloutSnapshot(seen, some, target, history);
    }

    Application.Spec spec() {
        return seen.application().spec();
    }

    /** As it is asked for; with a Volume that one container at a time may have, only Recreate can be done. */
    Strategy strategy() {
        Strategy asked = spec().strategy();
        return exclusiveVolume().isEmpty() ? asked : recreate(asked);
    }

    /** The Volume of the target that one container at a time may have. */
    Optional<String> exclusiveVolume() {
        return VolumeRules.exclusive(seen.volumes(), target.release().spec().template());
    }

    private static Strategy recreate(Strategy asked) {
        return new Strategy(
                Strategy.Type.Recreate,
                asked.rolling(),
                asked.blueGreen(),
                asked.canary(),
                asked.autoRollback(),
                asked.progressDeadline(),
                asked.minReady(),
                asked.drain(),
                asked.configChanges());
    }

    int wanted() {
        return replicas.wanted();
    }

    String owner() {
        return seen.application().metadata().requireUid();
    }

    /** The release that served before, as long as it is another one than the target and is kept. */
    Optional<Release> stable() {
        return history.current().filter(release -> release.spec().revision() != target.revision());
    }

    /** Whether the target is the release that was rolled out completely last. */
    boolean isCurrent() {
        return history.current()
                .filter(release -> release.spec().revision() == target.revision())
                .isPresent();
    }

    /** What was known of the way to this target; null if it is a new one. */
    @Nullable
    Rollout last() {
        Application.Status before = seen.application().status();
        Rollout rollout = before == null ? null : before.rollout();
        return rollout != null && rollout.release() == target.revision() ? rollout : null;
    }

    /**
     * What a canary has come to that failed. It stays so, for it may look well for a moment, and whatever holds or stops it;
     * until its release is asked for by its number, or by another strategy.
     */
    Optional<Stage> failed() {
        Rollout last = last();
        String reason = lastFailure();
        boolean over =
                strategy().type() == Strategy.Type.Canary && !target.goesBack() && Reasons.ENDS_CANARY.contains(reason);
        return last != null && last.phase() == Rollout.Phase.Failed && over
                ? Optional.of(Stage.failed(reason, last.step(), last.weight(), last.message()))
                : Optional.empty();
    }

    /** The revision that gets no requests, as it answered too badly; none if it is wanted all the same. */
    Optional<Integer> refused() {
        Application.Status before = seen.application().status();
        return Optional.ofNullable(before)
                .map(Application.Status::refusedRelease)
                .filter(release -> release != target.revision() || failed().isPresent());
    }

    /** Why the last pass said that the rollout does not progress; empty if it did. */
    String lastFailure() {
        Application.Status before = seen.application().status();
        var progressing = before == null ? null : Conditions.find(before.conditions(), "Progressing");
        return last() == null || progressing == null ? "" : progressing.reason();
    }
}
