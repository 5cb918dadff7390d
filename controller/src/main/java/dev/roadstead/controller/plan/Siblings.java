package dev.roadstead.controller.plan;

import java.util.HashMap;
import java.util.Map;

/**
 * How many containers of one application a node has. Immutable.
 *
 * @param total of all releases
 * @param byRelease none for a release that has none
 */
record Siblings(int total, Map<Integer, Integer> byRelease) {
    static final Siblings NONE = new Siblings(0, Map.of());

    /** Names the application whose containers are kept apart from each other. A namespace holds no slash. */
    static String family(String namespace, String application) {
        return namespace + "/" + application;
    }

    int of(int release) {
        return total == 0 ? 0 : byRelease.getOrDefault(release, 0);
    }

    Siblings plus(int release) {
        Map<Integer, Integer> more = new HashMap<>(byRelease);
        more.merge(release, 1, Integer::sum);
        return new Siblings(total + 1, Map.copyOf(more));
    }

    /** Without one that was counted. */
    Siblings minus(int release) {
        Map<Integer, Integer> less = new HashMap<>(byRelease);
        less.computeIfPresent(release, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
        return new Siblings(total - 1, Map.copyOf(less));
    }
}
