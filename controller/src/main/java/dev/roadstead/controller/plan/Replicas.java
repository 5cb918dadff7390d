package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An Application's containers, sorted by what a rollout does with them.
 *
 * @param updated of the wanted release and to stay
 * @param outdated of other releases, or of a former application of this name
 * @param leaving deleted but still there; they count, because they may still run
 * @param minReady how long one must have been ready to be available
 */
record Replicas(
        List<Container> updated, List<Container> outdated, List<Container> leaving, Duration minReady, Instant now) {

    static Replicas of(ApplicationSnapshot seen, int targetRevision) {
        String owner = seen.application().metadata().requireUid();
        List<Container> staying =
                seen.containers().stream().filter(c -> !c.metadata().deleting()).toList();
        return new Replicas(
                staying.stream().filter(c -> belongs(c, targetRevision, owner)).toList(),
                staying.stream().filter(c -> !belongs(c, targetRevision, owner)).toList(),
                seen.containers().stream().filter(c -> c.metadata().deleting()).toList(),
                seen.application().spec().strategy().minReady(),
                seen.now());
    }

    private static boolean belongs(Container container, int revision, String owner) {
        return container.spec().release() == revision && container.metadata().ownedBy(owner);
    }

    Stream<Container> staying() {
        return Stream.concat(updated.stream(), outdated.stream());
    }

    int total() {
        return updated.size() + outdated.size() + leaving.size();
    }

    boolean ready(Container container) {
        Container.Status status = container.status();
        return status != null
                && !container.metadata().deleting()
                && container.spec().desiredState() == DesiredState.Running
                && Conditions.isTrue(status.conditions(), "Ready");
    }

    boolean available(Container container) {
        return ready(container) && !remaining(container).isPositive();
    }

    int available(Collection<Container> containers) {
        return (int) containers.stream().filter(this::available).count();
    }

    /** When the next ready container becomes available. */
    Optional<Duration> untilNextAvailable() {
        return staying()
                .filter(this::ready)
                .map(this::remaining)
                .filter(Duration::isPositive)
                .min(Comparator.naturalOrder());
    }

    /**
     * Those that are missed least first: unavailable ones, then those whose node has one of the wanted release, then the
     * oldest release, then the highest slot.
     */
    Comparator<Container> leastMissedFirst() {
        Set<String> covered = updated.stream()
                .filter(this::available)
                .map(c -> c.spec().nodeName())
                .collect(Collectors.toSet());
        return Comparator.comparing((Container c) -> available(c))
                .thenComparing(this::ready)
                .thenComparing(c -> !covered.contains(c.spec().nodeName()))
                .thenComparingInt(c -> c.spec().release())
                .thenComparing(Comparator.comparingInt((Container c) -> c.spec().ordinal())
                        .reversed());
    }

    private Duration remaining(Container container) {
        Instant since = container.status() == null ? null : container.status().readySince();
        return since == null ? minReady : Duration.between(now, since.plus(minReady));
    }
}
