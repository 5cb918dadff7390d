package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.store.ObjectKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which objects have which values in a field, the oldest first. {@code *.example.com} covers every value that has one label
 * in place of the asterisk. Not thread-safe.
 */
final class ClaimedValues {
    private static final String WILDCARD = "*.";

    private final Map<String, NavigableSet<Holder>> byValue = new HashMap<>();

    /** Those with other values than wildcards, by the wildcard that covers theirs. */
    private final Map<String, NavigableSet<Holder>> byCover = new HashMap<>();

    private final Map<ObjectKey, Holder> holders = new HashMap<>();

    /**
     * An object with its value. Of two that are equally old, one that has a value comes before one that covers it: it was
     * there first, or it would have been refused.
     *
     * @param since when it was created, in RFC 3339 and UTC
     */
    record Holder(String since, ObjectKey key, String value) implements Comparable<Holder> {
        private static final Comparator<Holder> AGE = Comparator.comparing(Holder::since)
                .thenComparing(Holder::isWildcard)
                .thenComparing(
                        holder -> holder.key().namespace() + "/" + holder.key().name());

        boolean isWildcard() {
            return value.startsWith(WILDCARD);
        }

        /** The wildcard that covers its value; empty for none. */
        String cover() {
            int dot = value.indexOf('.');
            return dot <= 0 || isWildcard() ? "" : "*" + value.substring(dot);
        }

        boolean isIn(String namespace) {
            return key.namespace().equals(namespace);
        }

        @Override
        public int compareTo(Holder other) {
            return AGE.compare(this, other);
        }
    }

    /** Takes note of what an object has now; an empty value is none. */
    void put(Holder holder) {
        remove(holder.key());
        if (!holder.value().isEmpty()) {
            holders.put(holder.key(), holder);
            byValue.computeIfAbsent(holder.value(), _ -> new TreeSet<>()).add(holder);
            if (!holder.cover().isEmpty()) {
                byCover.computeIfAbsent(holder.cover(), _ -> new TreeSet<>()).add(holder);
            }
        }
    }

    void remove(ObjectKey key) {
        Holder before = holders.remove(key);
        if (before != null) {
            remove(byValue, before.value(), before);
            remove(byCover, before.cover(), before);
        }
    }

    void clear() {
        holders.clear();
        byValue.clear();
        byCover.clear();
    }

    /** The oldest of the others that have this value, or cover it; null when there is none. */
    @Nullable
    Holder first(Holder claim) {
        Holder having = others(byValue, claim.value(), claim);
        Holder covering = others(byValue, claim.cover(), claim);
        if (having == null || covering == null) {
            return having == null ? covering : having;
        }
        return having.compareTo(covering) < 0 ? having : covering;
    }

    /** The oldest of the younger ones in other namespaces whose value this one covers; null when there is none. */
    @Nullable
    Holder displaced(Holder claim) {
        return byCover.getOrDefault(claim.value(), new TreeSet<>()).tailSet(claim).stream()
                .filter(holder -> !holder.isIn(claim.key().namespace()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Holder others(Map<String, NavigableSet<Holder>> index, String value, Holder claim) {
        return index.getOrDefault(value, new TreeSet<>()).stream()
                .filter(holder -> !holder.key().equals(claim.key()))
                .findFirst()
                .orElse(null);
    }

    private static void remove(Map<String, NavigableSet<Holder>> index, String value, Holder holder) {
        index.computeIfPresent(value, (_, set) -> {
            set.remove(holder);
            return set.isEmpty() ? null : set;
        });
    }
}
