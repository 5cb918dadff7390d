package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An Application's containers, sorted by what a rollout does with them.
 *
 * @param wanted how many there should be
 * @param updated of the wanted release and to stay
 * @param outdated of other releases, or of a former application of this name
 * @param leaving deleted but still there; they count, because they may still run. Not those on lost nodes: nobody can
 *     say when they go, and nobody waits for them
 * @param moves which of them have to leave their nodes
 * @param refused the release that gets no requests; null if there is none
 * @param minReady how long one must have been ready to be available
 */
record Replicas(
        int wanted,
        List<Container> updated,
        List<Container> outdated,
        List<Container> leaving,
        Moves moves,
        @Nullable Integer refused,
        Duration minReady,
        Instant now) {

    static Replicas of(ApplicationSnapshot seen, int targetRevision) {
        Application app = seen.application();
        String owner = app.metadata().requireUid();
        Moves moves = Moves.of(seen);
        List<Container> staying =
                seen.containers().stream().filter(c -> !c.metadata().deleting()).toList();
        return new Replicas(
                app.spec().replicas(),
                staying.stream().filter(c -> belongs(c, targetRevision, owner)).toList(),
                staying.stream().filter(c -> !belongs(c, targetRevision, owner)).toList(),
                seen.containers().stream()
                        .filter(c -> c.metadata().deleting() && !moves.lost(c))
                        .toList(),
                moves,
                null,
                app.spec().strategy().minReady(),
                seen.now());
    }

    static boolean belongs(Container container, int revision, String owner) {
        return container.spec().release() == revision && container.metadata().ownedBy(owner);
    }

    /** The same without those that stay and do not match. */
    Replicas only(Predicate<Container> matching) {
        return new Replicas(
                wanted,
                updated.stream().filter(matching).toList(),
                outdated.stream().filter(matching).toList(),
                leaving,
                moves,
                refused,
                minReady,
                now);
    }

    /** The same where this release gets no requests. */
    Replicas refusing(@Nullable Integer release) {
        return new Replicas(wanted, updated, outdated, leaving, moves, release, minReady, now);
    }

    Stream<Container> staying() {
        return Stream.concat(updated.stream(), outdated.stream());
    }

    int total() {
        return updated.size() + outdated.size() + leaving.size();
    }

    /** Those that requests may go to, now or later. What gets none takes no place of theirs. */
    int counting() {
        return (int) Stream.concat(staying(), leaving.stream())
                .filter(container -> !isRefused(container))
                .count();
    }

    boolean isRefused(Container container) {
        return refused != null && container.spec().release() == refused;
    }

    boolean ready(Container container) {
        Container.Status status = container.status();
        return status != null
                && !container.metadata().deleting()
                && container.spec().desiredState() == DesiredState.Running
                && Conditions.isTrue(status.conditions(), "Ready");
    }

    /** Ready for long enough; requests go to it if it is routed as well. */
    boolean available(Container container) {
        return ready(container) && !remaining(container).isPositive();
    }

    /** Available and in routing: what users would miss. */
    boolean serving(Container container) {
        return container.spec().routed() && !isRefused(container) && available(container);
    }

    int available(Collection<Container> containers) {
        return (int) containers.stream().filter(this::available).count();
    }

    int serving(Collection<Container> containers) {
        return (int) containers.stream().filter(this::serving).count();
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
     * Those that are missed least first: what does not serve, then those whose node has one of the wanted release, then
     * the oldest release, then the highest slot.
     */
    Comparator<Container> leastMissedFirst() {
        Set<String> covered = updated.stream()
                .filter(this::available)
                .map(c -> c.spec().nodeName())
                .collect(Collectors.toSet());
        return Comparator.comparing((Container c) -> serving(c))
                .thenComparing((Container c) -> available(c))
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
