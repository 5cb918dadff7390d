package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.analysis.Traffic;
import dev.roadstead.controller.plan.analysis.Verdict;
import dev.roadstead.model.Application.Promotion;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.GoDuration;
import dev.roadstead.model.Release;
import dev.roadstead.model.Strategy;
import dev.roadstead.model.Strategy.Canary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives the new release a growing share, step by step, and the rest at the end. Each step is reached when its share of
 * containers is available, lasts for its pause, and is the last one if a new container turns out to be unhealthy or to
 * crash again and again, or the new release answers worse than {@code analysis} allows: then containers stay as they are,
 * and the rollout has failed. What answers badly gets no more requests; of what is unhealthy, that container gets none.
 *
 * <p>The step is kept in status.rollout, and a pause counts from when that says that it began. While there is no router,
 * a weight is a share of the containers: at least one, and the old ones keep their number as far as maxSurge lets them.
 */
final class CanaryStrategy {
    private static final Set<String> FAILING = Set.of(Reasons.UNHEALTHY, Reasons.CRASH_LOOP);

    private final RolloutSnapshot at;
    private final Release stable;
    private final List<Canary.Step> steps;
    private final @Nullable Rollout last;

    private CanaryStrategy(RolloutSnapshot at, Release stable) {
        this.at = at;
        this.stable = stable;
        this.steps = at.strategy().canary().steps();
        this.last = at.last();
    }

    /** A first release, and one that served before, have nothing to prove. */
    static Step next(RolloutSnapshot at) {
        Rollout last = at.last();
        boolean started = last != null && last.step() != null;
        boolean proves =
                !at.target().goesBack() && (at.wanted() > 0 || at.failed().isPresent());
        return at.stable()
                .filter(stable ->
                        proves && (started || !at.replicas().outdated().isEmpty()))
                .map(stable -> new CanaryStrategy(at, stable).next())
                .orElseGet(() -> RollingStrategy.next(at));
    }

    /** Of a canary that is held where it is, too: requests go on meanwhile. */
    static Optional<Stage> answersBadly(RolloutSnapshot at) {
        Rollout last = at.last();
        Integer step = last == null ? null : last.step();
        return step == null || at.target().goesBack() || at.strategy().type() != Strategy.Type.Canary
                ? Optional.empty()
                : at.stable()
                        .map(stable -> new CanaryStrategy(at, stable))
                        .flatMap(canary -> canary.answersBadly(Math.min(step, canary.steps.size())));
    }

    private Step next() {
        int step = Math.min(last == null || last.step() == null ? 0 : last.step(), steps.size());
        Optional<Stage> failure = failure(step);
        if (failure.isPresent()) {
            return Standstill.keep(at).at(failure.get());
        }
        while (step < steps.size()) {
            Stage stage = stage(step);
            if (stage.phase() != Phase.Progressing || !isReached(step)) {
                return RollingStrategy.toward(at, shares(step), Bounds.of(at)).at(stage);
            }
            step++;
        }
        return RollingStrategy.next(at).at(stage(Phase.Progressing, step, where(step)));
    }

    /** Progressing while the step is not reached, and when its pause is over. */
    private Stage stage(int step) {
        String pause = steps.get(step).pause();
        if (!isReached(step) || pause == null || (pause.equals("Manual") && isPromoted(step))) {
            return stage(Phase.Progressing, step, where(step));
        }
        if (pause.equals("Manual")) {
            String leave = "it goes on when spec.promotion names release "
                    + at.target().revision();
            return stage(Phase.AwaitingPromotion, step, where(step) + "; " + leave);
        }
        Duration left = Duration.between(at.seen().now(), began(step).plus(GoDuration.parse(pause)));
        return left.isPositive()
                ? stage(Phase.Paused, step, where(step) + "; it stays there for " + pause)
                        .over(left)
                : stage(Phase.Progressing, step, where(step));
    }

    private Instant began(int step) {
        boolean known = last != null
                && last.phase() == Phase.Paused
                && Integer.valueOf(step).equals(last.step());
        Instant since = known && last != null ? last.reachedAt() : null;
        return since == null ? at.seen().now() : since;
    }

    private boolean isPromoted(int step) {
        Promotion promotion = at.spec().promotion();
        return promotion != null
                && promotion.release() == at.target().revision()
                && (promotion.step() == null || promotion.step() >= step);
    }

    private boolean isReached(int step) {
        Replicas replicas = at.replicas();
        return replicas.serving(replicas.updated()) >= share(step)
                && replicas.outdated().size() <= Math.max(rest(step), at.wanted() - share(step));
    }

    /** What is wrong with the new release; once said, it stays said. */
    private Optional<Stage> failure(int step) {
        return at.failed().or(() -> unhealthy(step)).or(() -> answersBadly(step));
    }

    private Optional<Stage> unhealthy(int step) {
        return at.replicas().updated().stream()
                .flatMap(container -> complaint(container).stream())
                .findFirst()
                .map(complaint ->
                        Stage.failed(Reasons.CANARY_UNHEALTHY, step, weight(step), place(step) + "; " + complaint));
    }

    /** Takes its requests away, too: nothing else does. */
    private Optional<Stage> answersBadly(int step) {
        return verdict() instanceof Verdict.Abort(String reason)
                ? Optional.of(Stage.failed(Reasons.CANARY_ANSWERS_BADLY, step, 0, place(step) + "; " + reason))
                : Optional.empty();
    }

    /** Null while nothing is counted. */
    private @Nullable Verdict verdict() {
        Canary.Analysis limits = at.strategy().canary().analysis();
        return limits != null && traffic() instanceof Traffic.Counted counted
                ? Verdict.of(limits, counted.figures(), at.target().revision())
                : null;
    }

    /** It is that of the rollout in the status: when another release is wanted, it says nothing of that. */
    private Traffic traffic() {
        return last == null ? Traffic.NOT_ASKED : at.seen().traffic();
    }

    private static Optional<String> complaint(Container container) {
        Container.Status status = container.status();
        Condition ready = status == null ? null : Conditions.find(status.conditions(), "Ready");
        return ready != null && ready.status() != Condition.Status.True && FAILING.contains(ready.reason())
                ? Optional.of(container.metadata().name() + ": " + ready.message())
                : Optional.empty();
    }

    private List<Share> shares(int step) {
        List<Share> shares = new ArrayList<>();
        shares.add(new Share(stable, rest(step)));
        shares.add(new Share(at.target().release(), share(step)));
        return shares;
    }

    private int share(int step) {
        return Math.ceilDiv(at.wanted() * steps.get(step).weight(), 100);
    }

    private int rest(int step) {
        int undisturbed = at.wanted() - at.wanted() * steps.get(step).weight() / 100;
        return Math.min(undisturbed, Bounds.of(at).maxTotal() - share(step));
    }

    private Stage stage(Phase phase, int step, String says) {
        return Stage.of(phase, step, weight(step), says);
    }

    private int weight(int step) {
        return step < steps.size() ? steps.get(step).weight() : 100;
    }

    private String where(int step) {
        String by = at.strategy().canary().analysis() == null ? "" : goesBy();
        return place(step) + (by.isEmpty() ? "" : "; it goes by " + by);
    }

    /** Says nothing that changes with each request. */
    private String goesBy() {
        return switch (traffic()) {
            case Traffic.NotAsked() -> "";
            case Traffic.Unseen(String why) -> "health alone, because " + why;
            case Traffic.Counted(var _, int by, int of) ->
                verdict() instanceof Verdict.TooFew
                        ? "health alone until there are %d requests, counted by %d of %d edges"
                                .formatted(minRequests(), by, of)
                        : "health and by what it answers, counted by %d of %d edges".formatted(by, of);
        };
    }

    private int minRequests() {
        Canary.Analysis limits = at.strategy().canary().analysis();
        return limits == null ? 0 : limits.minRequests();
    }

    private String place(int step) {
        return step == steps.size()
                ? "all steps are over"
                : "step %d of %d: weight %d %%, which without a router is %d new beside %d old containers"
                        .formatted(step + 1, steps.size(), steps.get(step).weight(), share(step), rest(step));
    }
}
