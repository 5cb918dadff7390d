package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.CreateContainer;
import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.PatchContainerRouting;
import dev.roadstead.model.Application.Promotion;
import dev.roadstead.model.Application.Rollout;
import dev.roadstead.model.Application.Rollout.Phase;
import dev.roadstead.model.Container;
import dev.roadstead.model.Release;
import dev.roadstead.model.Strategy.BlueGreen.PromotionMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All new containers stand beside the old ones, out of routing, before the switch: then all new ones come into routing,
 * and after that the old ones go out. Those are kept for a while; to go back to them is another switch.
 *
 * <p>Which colour serves is not remembered but read from the containers: from {@code spec.routed}. A switch that was
 * interrupted goes on, or back to the old ones if the new ones have failed meanwhile.
 */
final class BlueGreenStrategy {
    private final RolloutSnapshot at;
    private final Replicas replicas;
    private final List<Container> serving;
    private final List<Container> idle;

    private BlueGreenStrategy(RolloutSnapshot at) {
        this.at = at;
        this.replicas = at.replicas();
        this.serving = replicas.outdated().stream()
                .filter(container -> container.spec().routed())
                .toList();
        this.idle = replicas.outdated().stream()
                .filter(container -> !container.spec().routed())
                .toList();
    }

    static Step next(RolloutSnapshot at) {
        BlueGreenStrategy strategy = new BlueGreenStrategy(at);
        if (strategy.serving.isEmpty() && !strategy.isInterrupted()) {
            return strategy.serve();
        }
        boolean ready = at.replicas().available(at.replicas().updated()) >= at.wanted();
        return ready ? strategy.promote() : strategy.prepare();
    }

    /** Old containers of the stable release are out of routing, and the new ones cannot serve in their place. */
    private boolean isInterrupted() {
        return replicas.serving(replicas.updated()) == 0 && idle.stream().anyMatch(this::isStable);
    }

    /** The wanted release serves alone. */
    private Step serve() {
        RolloutSnapshot alone = at.with(replicas.only(container -> !idle.contains(container)));
        List<Share> all = List.of(new Share(at.target().release(), at.wanted()));
        Step steady = RollingStrategy.toward(alone, all, Bounds.of(at));
        List<Container> worthKeeping = idle.stream()
                .filter(container -> at.history().served(container.spec().release()))
                .toList();
        Optional<Duration> left = keptFor();
        List<ApiAction> gone = idle.stream()
                .filter(container -> left.isEmpty()
                        || !worthKeeping.contains(container)
                        || replicas.moves().mustLeave(container))
                .<ApiAction>map(container -> new DeleteContainer(
                        container, "which release " + at.target().revision() + " has replaced"))
                .toList();
        if (left.isEmpty() || worthKeeping.isEmpty()) {
            return steady.and(Step.of(gone));
        }
        String says = "%d containers of release %d are kept to go back to"
                .formatted(worthKeeping.size(), worthKeeping.getFirst().spec().release());
        Stage stage = Stage.of(Phase.Progressing, says).over(left.get());
        return steady.and(Step.of(gone)).at(stage);
    }

    /** How much longer the old containers are kept; empty when that is over. */
    private Optional<Duration> keptFor() {
        Rollout last = at.last();
        Duration keep = at.strategy().blueGreen().keepOldFor();
        Instant since = last != null && last.phase() == Phase.Complete ? last.reachedAt() : null;
        Instant end = (since == null ? at.seen().now() : since).plus(keep);
        return Optional.of(Duration.between(at.seen().now(), end)).filter(Duration::isPositive);
    }

    private Step promote() {
        int revision = at.target().revision();
        Promotion promotion = at.spec().promotion();
        boolean manual = at.strategy().blueGreen().promotion() == PromotionMode.Manual;
        boolean promoted = promotion != null && promotion.release() == revision;
        if (manual && !promoted && !at.target().goesBack() && !at.isCurrent()) {
            String says =
                    "all %d containers of release %d stand beside the old ones; they serve when spec.promotion names it"
                            .formatted(at.wanted(), revision);
            return prepare().at(Stage.of(Phase.AwaitingPromotion, says));
        }
        List<ApiAction> swap = new ArrayList<>();
        replicas.updated().stream()
                .filter(container -> !container.spec().routed())
                .forEach(container -> swap.add(new PatchContainerRouting(container, true)));
        serving.forEach(container -> swap.add(new PatchContainerRouting(container, false)));
        return Step.of(swap);
    }

    /** The old ones serve, as many as wanted; the new ones come up beside them. */
    private Step prepare() {
        Bounds limits = Bounds.of(at);
        int maxBoth = limits.maxTotal() + at.wanted();
        Bounds ofOld = new Bounds(
                Math.min(limits.maxTotal(), maxBoth - replicas.updated().size()), limits.minServing());
        Optional<Release> base = base();
        List<ApiAction> waste = idle.stream()
                .filter(container -> base.isEmpty() || !isOf(base.get(), container))
                .<ApiAction>map(
                        container -> new DeleteContainer(container, "which does not serve and is not wanted any more"))
                .toList();
        Step keep = base.map(release -> RollingStrategy.toward(
                        at.with(replicas.only(c -> serving.contains(c) || isOf(release, c))),
                        List.of(new Share(release, at.wanted())),
                        ofOld))
                .orElse(Step.NONE);
        long more = keep.actions().stream()
                .filter(CreateContainer.class::isInstance)
                .count();
        int room = maxBoth - replicas.outdated().size() - (int) more;
        Step add = RollingStrategy.aside(
                at.with(replicas.only(container -> !isOutdated(container))),
                new Share(at.target().release(), at.wanted()),
                new Bounds(room, Math.max(0, limits.minServing() - replicas.serving(serving))));
        Optional<String> remark = add.obstacle()
                .map(
                        why ->
                                "BlueGreen needs room for both releases at a time; where there is none, use Rolling or Recreate");
        return Step.of(waste).and(keep).and(new Step(add.actions(), add.obstacle(), remark));
    }

    /** The release that is kept serving: the one that most of what serves belongs to. */
    private Optional<Release> base() {
        return at.history().releases().stream()
                .filter(release -> serving.stream().anyMatch(container -> isOf(release, container)))
                .max(Comparator.comparingInt((Release release) -> replicas.serving(serving.stream()
                                .filter(container -> isOf(release, container))
                                .toList()))
                        .thenComparing(
                                release -> at.stable().filter(release::equals).isPresent()))
                .or(at::stable);
    }

    private boolean isOutdated(Container container) {
        return Stream.concat(serving.stream(), idle.stream())
                .anyMatch(old -> old.key().equals(container.key()));
    }

    private boolean isStable(Container container) {
        return at.stable().filter(stable -> isOf(stable, container)).isPresent();
    }

    private boolean isOf(Release release, Container container) {
        return Replicas.belongs(container, release.spec().revision(), at.owner());
    }
}
