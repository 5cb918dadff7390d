package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.store.ObjectKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Who depends on whom, by the owner's uid. Thread-safe. */
final class OwnerIndex {
    private final Map<ObjectKey, Set<String>> ownersOf = new HashMap<>();
    private final Map<String, Set<ObjectKey>> dependentsOf = new HashMap<>();

    /** Takes note of all owners that an object has now. */
    synchronized void put(ObjectKey object, Set<String> ownerUids) {
        remove(object);
        if (ownerUids.isEmpty()) {
            return;
        }
        ownersOf.put(object, Set.copyOf(ownerUids));
        for (String uid : ownerUids) {
            dependentsOf.computeIfAbsent(uid, ignored -> new HashSet<>()).add(object);
        }
    }

    synchronized void remove(ObjectKey object) {
        Set<String> owners = ownersOf.remove(object);
        if (owners == null) {
            return;
        }
        for (String uid : owners) {
            Set<ObjectKey> dependents = dependentsOf.getOrDefault(uid, Set.of());
            dependents.remove(object);
            if (dependents.isEmpty()) {
                dependentsOf.remove(uid);
            }
        }
    }

    /** Forgets all objects of one resource. */
    synchronized void removeAll(String resource) {
        Set.copyOf(ownersOf.keySet()).stream()
                .filter(object -> object.resource().equals(resource))
                .forEach(this::remove);
    }

    synchronized Set<ObjectKey> dependents(String ownerUid) {
        return Set.copyOf(dependentsOf.getOrDefault(ownerUid, Set.of()));
    }
}
