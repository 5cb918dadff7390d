package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.ApiAction.DeleteContainer;
import dev.roadstead.model.Application;
import dev.roadstead.model.Application.Rolling;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Replaces containers step by step. There are never more than {@code replicas + maxSurge} of them, leaving ones
 * included, and none is taken away while fewer than {@code replicas - maxUnavailable} others are available.
 *
 * <p>A host port can be held by one container only. Where old containers hold the ports that new ones need, and no node
 * is free of them, a new one is prepared: created, its image pulled, but not started. Only when that has worked is the
 * old one taken away, and when that is gone the new one starts. So a bad image never costs a running container.
 */
final class RollingStrategy {
    private final ApplicationSnapshot seen;
    private final Replicas replicas;
    private final int revision;
    private final int wanted;
    private final int maxTotal;
    private final int minAvailable;

    private RollingStrategy(ApplicationSnapshot seen, Replicas replicas, int revision) {
        this.seen = seen;
        this.replicas = replicas;
        this.revision = revision;
        Application.Spec spec = seen.application().spec();
        Rolling limits = spec.strategy().rolling();
        // With both at zero nothing could ever move.
        int surge = limits.maxSurge() == 0 && limits.maxUnavailable() == 0 ? 1 : limits.maxSurge();
        this.wanted = spec.replicas();
        this.maxTotal = wanted + surge;
        this.minAvailable = Math.max(0, wanted - limits.maxUnavailable());
    }

    static Step next(ApplicationSnapshot seen, Replicas replicas, int revision) {
        return new RollingStrategy(seen, replicas, revision).next();
    }

    private Step next() {
        List<ApiAction> actions = new ArrayList<>(RecreateStrategy.scaleDown(replicas, wanted));
        Optional<Container> prepared = replicas.updated().stream()
                .filter(c -> c.spec().desiredState() == DesiredState.Stopped)
                .filter(c -> !DesiredStates.portHolders(seen, c).isEmpty())
                .min(Comparator.comparingInt(c -> c.spec().ordinal()));
        if (prepared.isPresent() && actions.isEmpty()) {
            return swap(prepared.get());
        }
        int missing = Math.min(wanted - replicas.updated().size(), maxTotal - replicas.total());
        Slots slots = new Slots(seen, revision);
        actions.addAll(slots.fill(missing));
        actions.addAll(retire());
        if (!actions.isEmpty()
                || slots.refusal().isEmpty()
                || !replicas.leaving().isEmpty()) {
            return new Step(List.copyOf(actions), slots.refusal(), Optional.empty());
        }
        return slots.prepareBeside(this::isOutdated)
                .map(prepare -> new Step(List.of(prepare), Optional.empty(), Optional.of(oneByOne())))
                .orElseGet(() -> new Step(List.of(), slots.refusal(), Optional.empty()));
    }

    /**
     * Outdated containers that may go now. An unavailable one counts as much as the new one that is to replace it is
     * still unavailable: it may come back, and a bad release must not eat it up.
     */
    private List<ApiAction> retire() {
        int updatedAvailable = replicas.available(replicas.updated());
        int updatedUnavailable = replicas.updated().size() - updatedAvailable;
        int available = updatedAvailable + replicas.available(replicas.outdated());
        int spare = replicas.updated().size() + replicas.outdated().size() - minAvailable - updatedUnavailable;
        int spareAvailable = available - minAvailable;
        List<ApiAction> retired = new ArrayList<>();
        for (Container old :
                replicas.outdated().stream().sorted(replicas.leastMissedFirst()).toList()) {
            boolean costsAvailability = replicas.available(old);
            if (spare <= 0 || (costsAvailability && spareAvailable <= 0)) {
                break;
            }
            spare--;
            spareAvailable -= costsAvailability ? 1 : 0;
            retired.add(new DeleteContainer(old, "which release " + revision + " replaces"));
        }
        return retired;
    }

    /** Goes on with a prepared container: it starts as soon as nothing holds its ports. */
    private Step swap(Container prepared) {
        Optional<String> remark = Optional.of(oneByOne());
        List<Container> holders = DesiredStates.portHolders(seen, prepared);
        if (!replicas.leaving().isEmpty() || !isPrepared(prepared) || othersUnavailable(prepared)) {
            return new Step(List.of(), Optional.empty(), remark);
        }
        if (!holders.stream().allMatch(this::isOutdated)) {
            return new Step(List.of(), Optional.of("its host port is in use"), remark);
        }
        List<ApiAction> makeRoom = holders.stream()
                .<ApiAction>map(c -> new DeleteContainer(
                        c, "to free its host port for " + prepared.metadata().name()))
                .toList();
        return new Step(makeRoom, Optional.empty(), remark);
    }

    private boolean isOutdated(Container container) {
        return replicas.outdated().stream().anyMatch(old -> old.key().equals(container.key()));
    }

    private static boolean isPrepared(Container container) {
        Container.Status status = container.status();
        return status != null
                && (status.state() == Container.State.Created || status.state() == Container.State.Stopped);
    }

    private boolean othersUnavailable(Container prepared) {
        return replicas.updated().stream()
                .filter(other -> !other.key().equals(prepared.key()))
                .anyMatch(other -> !replicas.available(other));
    }

    private String oneByOne() {
        return "old containers hold host port %s, so each one is stopped before its successor starts"
                .formatted(HostPort.of(seen.application().spec().template()).getFirst());
    }
}
