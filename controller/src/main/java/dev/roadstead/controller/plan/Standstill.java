package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.TargetRelease.Origin;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Release;
import dev.roadstead.model.Strategy;
import java.util.List;
import java.util.Optional;

/** Keeps a rollout where it is: what is missing comes back as it was, what has to leave its node moves, that is all. */
final class Standstill {
    private Standstill() {}

    /** Nothing may be taken away for a release that cannot replace it, and this is why it cannot. */
    static Step keep(RolloutSnapshot at, Optional<String> obstacle) {
        Step keep = keep(at);
        return new Step(keep.actions(), obstacle, keep.remark(), keep.stage());
    }

    /** The same as long as containers are quiesced: they are left alone, and nothing goes on before they run again. */
    static Step around(RolloutSnapshot at, String quiesced) {
        Step keep = keep(at);
        List<ApiAction> others =
                keep.actions().stream().filter(action -> !touchesHeld(action)).toList();
        return held(at, new Step(others, keep.obstacle(), keep.remark()), "it waits, because " + quiesced);
    }

    private static boolean touchesHeld(ApiAction action) {
        return switch (action) {
            case ApiAction.DeleteContainer(Container container, String _) -> Quiescence.isHeld(container);
            case ApiAction.PatchContainerDesiredState(Container container, DesiredState _) ->
                Quiescence.isHeld(container);
            case ApiAction.PatchContainerRouting(Container container, boolean _) -> Quiescence.isHeld(container);
            default -> false;
        };
    }

    /** A rollout that is over is not held by anything. */
    static Step held(RolloutSnapshot at, Step keep, String why) {
        Rollout last = at.last();
        boolean over = RolloutState.of(at, keep).complete();
        Stage held =
                Stage.of(Phase.Paused, last == null ? null : last.step(), last == null ? null : last.weight(), why);
        return over && !(at.target().origin() instanceof Origin.Held) ? keep : keep.at(held);
    }

    static Step keep(RolloutSnapshot at) {
        // What stands aside by BlueGreen goes on standing aside; no other strategy knows of that.
        boolean aside = at.strategy().type() == Strategy.Type.BlueGreen;
        Replicas routed =
                at.replicas().only(container -> !aside || container.spec().routed());
        Release target = at.target().release();
        if (at.refused().filter(release -> release == at.target().revision()).isPresent()
                && at.stable().isPresent()) {
            return beside(at, at.stable().get());
        }
        int updated = Math.min(routed.updated().size(), at.wanted());
        boolean settled =
                routed.outdated().isEmpty() && (updated > 0 || at.stable().isEmpty());
        if (settled) {
            return updated > 0 || at.isCurrent()
                    ? RollingStrategy.toward(at.with(routed), List.of(new Share(target, at.wanted())), Bounds.of(at))
                    : Step.NONE;
        }
        Optional<Release> stable = at.stable();
        List<Container> others = routed.outdated().stream()
                .filter(container -> stable.isEmpty()
                        || !Replicas.belongs(container, stable.get().spec().revision(), at.owner()))
                .toList();
        Bounds limits = Bounds.of(at);
        Bounds rest = new Bounds(
                limits.maxTotal() - others.size(), Math.max(0, limits.minServing() - routed.serving(others)));
        RolloutSnapshot without = at.with(routed.only(container -> !others.contains(container)));
        int there = routed.outdated().size() - others.size();
        int old = Math.max(at.wanted() - updated - others.size(), Math.min(there, rest.maxTotal() - updated));
        Share now = new Share(target, updated);
        List<Share> shares = stable.map(release -> List.of(new Share(release, Math.max(0, old)), now))
                .orElse(List.of(now));
        return RollingStrategy.toward(without, shares, rest);
    }

    /** What is refused stays to be looked at; as it serves nobody, the old release gets its full number beside it. */
    private static Step beside(RolloutSnapshot at, Release stable) {
        int refused = Math.min(at.replicas().updated().size(), at.wanted());
        List<Share> shares =
                List.of(new Share(stable, at.wanted()), new Share(at.target().release(), refused));
        return RollingStrategy.toward(at, shares, Bounds.of(at));
    }
}
