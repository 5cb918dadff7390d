package dev.roadstead.controller.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The other servers, as one server sees them: alive while their Leases keep changing, by the clock of who looks. Not
 * thread-safe.
 */
final class Peers {
    private record Sighting(Lease lease, long changedNanos) {}

    private final Duration duration;
    private Map<String, Sighting> sightings = new HashMap<>();

    /** @param duration without a change after which a server is taken for dead */
    Peers(Duration duration) {
        this.duration = duration;
    }

    /** Takes note of the Leases that there are now, but one's own. */
    void observe(Collection<Lease> leases, long nowNanos) {
        Map<String, Sighting> seen = new HashMap<>();
        for (Lease lease : leases) {
            Sighting before = sightings.get(lease.name());
            boolean same = before != null && sameSign(before.lease(), lease);
            seen.put(lease.name(), new Sighting(lease, before != null && same ? before.changedNanos() : nowNanos));
        }
        sightings = seen;
    }

    private static boolean sameSign(Lease before, Lease after) {
        return before.token().equals(after.token())
                && Objects.equals(before.spec().renewTime(), after.spec().renewTime());
    }

    List<Lease> alive(long nowNanos) {
        List<Lease> alive = new ArrayList<>();
        sightings.values().stream()
                .filter(sighting -> nowNanos - sighting.changedNanos() < duration.toNanos())
                .map(Sighting::lease)
                .sorted(java.util.Comparator.comparing(Lease::name))
                .forEach(alive::add);
        return alive;
    }

    /** Of servers that are long gone. */
    List<Lease> forgotten(long nowNanos, Duration after) {
        return sightings.values().stream()
                .filter(sighting -> nowNanos - sighting.changedNanos() >= after.toNanos())
                .map(Sighting::lease)
                .toList();
    }
}
