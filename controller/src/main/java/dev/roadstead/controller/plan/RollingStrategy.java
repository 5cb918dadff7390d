package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.controller.plan.ApiAction.PatchContainerRouting;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Release;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings the containers nearer to what is wanted, step by step and within limits; every strategy moves by it. What is
 * wanted are shares: so many containers of this release, so many of that. Containers beyond a share, of no share, or on
 * a node that they have to leave give way.
 *
 * <p>A host port can be held by one container only. Where containers that give way hold the ports that new ones need,
 * and no node is free of them, a new one is prepared: created, its image pulled, but not started. Only when that has
 * worked is the old one taken away, and when that is gone the new one starts. So a bad image never costs a running
 * container.
 */
final class RollingStrategy {
    private final RolloutSnapshot at;
    private final Replicas replicas;
    private final List<Share> shares;
    private final Bounds limits;
    private final boolean routed;
    private final List<Container> surplus = new ArrayList<>();
    private final List<Container> kept = new ArrayList<>();
    private final List<Container> yielding = new ArrayList<>();

    private RollingStrategy(RolloutSnapshot at, List<Share> shares, Bounds limits, boolean routed) {
        this.at = at;
        this.replicas = at.replicas();
        this.shares = shares;
        this.limits = limits;
        this.routed = routed;
        sort();
    }

    /** All containers of the wanted release. */
    static Step next(RolloutSnapshot at) {
        return toward(at, List.of(new Share(at.target().release(), at.wanted())), Bounds.of(at));
    }

    /** These shares, and whatever there is of them is in routing. */
    static Step toward(RolloutSnapshot at, List<Share> shares, Bounds limits) {
        RollingStrategy strategy = new RollingStrategy(at, shares, limits, true);
        List<ApiAction> admitted = strategy.kept.stream()
                .filter(container -> !container.spec().routed())
                .<ApiAction>map(container -> new PatchContainerRouting(container, true))
                .toList();
        return admitted.isEmpty() ? strategy.next() : Step.of(admitted);
    }

    /** So many containers of a release, new ones out of routing. */
    static Step aside(RolloutSnapshot at, Share share, Bounds limits) {
        return new RollingStrategy(at, List.of(share), limits, false).next();
    }

    private void sort() {
        for (Share share : shares) {
            List<Container> fitting = replicas.staying()
                    .filter(container -> fits(container, share))
                    .sorted(replicas.leastMissedFirst())
                    .toList();
            int beyondAll = Math.max(0, fitting.size() - at.wanted());
            int beyondShare = Math.max(beyondAll, fitting.size() - share.count());
            surplus.addAll(fitting.subList(0, beyondAll));
            yielding.addAll(fitting.subList(beyondAll, beyondShare));
            kept.addAll(fitting.subList(beyondShare, fitting.size()));
        }
        replicas.staying()
                .filter(container -> shares.stream().noneMatch(share -> fits(container, share)))
                .forEach(yielding::add);
    }

    private boolean fits(Container container, Share share) {
        return share.includes(container, at.owner()) && !replicas.moves().mustLeave(container);
    }

    private Step next() {
        List<ApiAction> actions = new ArrayList<>();
        surplus.forEach(c -> actions.add(new DeleteContainer(c, "to scale down to " + at.wanted())));
        Optional<Container> prepared = kept.stream()
                .filter(c -> c.spec().desiredState() == DesiredState.Stopped)
                .filter(c -> !DesiredStates.portHolders(at.seen(), c).isEmpty())
                .min(Comparator.comparingInt(c -> c.spec().ordinal()));
        if (prepared.isPresent() && actions.isEmpty()) {
            return swap(prepared.get());
        }
        Slots slots = new Slots(at.seen());
        List<ApiAction> created = fill(slots);
        actions.addAll(slots.bindings());
        actions.addAll(created);
        actions.addAll(retire());
        if (!actions.isEmpty()
                || slots.refusal().isEmpty()
                || !replicas.leaving().isEmpty()) {
            return new Step(List.copyOf(actions), slots.refusal(), Optional.empty());
        }
        return shares.stream()
                .filter(share -> missing(share) > 0)
                .flatMap(share -> slots.prepareBeside(share.release(), this::givesWay).stream())
                .findFirst()
                .map(prepare -> Stream.concat(slots.bindings().stream(), Stream.of(prepare)))
                .map(prepare -> new Step(prepare.toList(), Optional.empty(), Optional.of(oneByOne())))
                .orElseGet(() -> new Step(List.of(), slots.refusal(), Optional.empty()));
    }

    private List<ApiAction> fill(Slots slots) {
        int room = limits.maxTotal() - replicas.counting();
        List<ApiAction> created = new ArrayList<>();
        for (Share share : shares) {
            int count = Math.min(missing(share), room - created.size());
            created.addAll(slots.fill(share.release(), count, routed));
        }
        return created;
    }

    private int missing(Share share) {
        long there = kept.stream().filter(c -> share.includes(c, at.owner())).count();
        return share.count() - (int) there;
    }

    /**
     * Containers that may give way now. An unavailable one counts as much as the new one that is to replace it is still
     * unavailable: it may come back, and a bad release must not eat it up. What gets no requests while others serve is
     * missed by nobody.
     */
    private List<ApiAction> retire() {
        int keptIdle = kept.size() - serving(kept);
        List<Container> refused = yielding.stream().filter(replicas::isRefused).toList();
        int spare = kept.size() + yielding.size() - refused.size() - limits.minServing() - keptIdle;
        int spareServing = serving(kept) + serving(yielding) - limits.minServing();
        List<ApiAction> retired = new ArrayList<>();
        if (replicas.staying().anyMatch(replicas::serving)) {
            refused.forEach(old -> retired.add(new DeleteContainer(old, why(old))));
        }
        for (Container old : yielding.stream()
                .filter(old -> !replicas.isRefused(old))
                .sorted(replicas.leastMissedFirst())
                .toList()) {
            boolean missed = replicas.serving(old);
            if (spare <= 0 || (missed && spareServing <= 0)) {
                break;
            }
            spare--;
            spareServing -= missed ? 1 : 0;
            retired.add(new DeleteContainer(old, why(old)));
        }
        return retired;
    }

    private int serving(List<Container> containers) {
        return replicas.serving(containers);
    }

    private String why(Container old) {
        String move = replicas.moves().reasons().get(old.key());
        return move == null ? "which release " + shares.getLast().revision() + " replaces" : move;
    }

    /** Goes on with a prepared container: it starts as soon as nothing holds its ports. */
    private Step swap(Container prepared) {
        Optional<String> remark = Optional.of(oneByOne());
        List<Container> holders = DesiredStates.portHolders(at.seen(), prepared);
        if (!replicas.leaving().isEmpty() || !isPrepared(prepared) || othersIdle(prepared)) {
            return new Step(List.of(), Optional.empty(), remark);
        }
        if (!holders.stream().allMatch(this::givesWay)) {
            return new Step(List.of(), Optional.of("its host port is in use"), remark);
        }
        List<ApiAction> makeRoom = holders.stream()
                .<ApiAction>map(c -> new DeleteContainer(
                        c, "to free its host port for " + prepared.metadata().name()))
                .toList();
        return new Step(makeRoom, Optional.empty(), remark);
    }

    private boolean givesWay(Container container) {
        return yielding.stream().anyMatch(other -> other.key().equals(container.key()));
    }

    private static boolean isPrepared(Container container) {
        Container.Status status = container.status();
        return status != null
                && (status.state() == Container.State.Created || status.state() == Container.State.Stopped);
    }

    private boolean othersIdle(Container prepared) {
        return kept.stream()
                .filter(other -> other.spec().release() == prepared.spec().release())
                .filter(other -> !other.key().equals(prepared.key()))
                .anyMatch(other -> !replicas.available(other));
    }

    private String oneByOne() {
        Release release = at.target().release();
        return "old containers hold host port %s, so each one is stopped before its successor starts"
                .formatted(HostPort.of(release.spec().template()).getFirst());
    }
}
