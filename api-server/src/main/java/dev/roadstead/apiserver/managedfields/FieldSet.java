package dev.roadstead.apiserver.managedfields;

import dev.roadstead.apiserver.schema.FieldType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths into an object, as a tree. Immutable.
 *
 * @param self whether the path to here is in the set
 * @param below what is in the set below here; no set in it is empty
 */
record FieldSet(boolean self, SortedMap<PathElement, FieldSet> below) {
    static final FieldSet EMPTY = new FieldSet(false, Collections.emptySortedMap());
    static final FieldSet SELF = new FieldSet(true, Collections.emptySortedMap());

    /** Collects what is below one place. */
    static final class Branches {
        private @Nullable SortedMap<PathElement, FieldSet> sets;

        void add(PathElement element, FieldSet set) {
            if (!set.isEmpty()) {
                sets = sets == null ? new TreeMap<>() : sets;
                sets.put(element, set);
            }
        }

        FieldSet under(boolean self) {
            if (sets == null) {
                return self ? SELF : EMPTY;
            }
            return new FieldSet(self, sets);
        }
    }

    boolean isEmpty() {
        return !self && below.isEmpty();
    }

    /** What is below a step; empty when nothing is. */
    FieldSet at(PathElement element) {
        return below.getOrDefault(element, EMPTY);
    }

    FieldSet withSelf(boolean member) {
        return member == self ? this : new FieldSet(member, below);
    }

    FieldSet union(FieldSet other) {
        if (other.isEmpty()) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        SortedMap<PathElement, FieldSet> all = new TreeMap<>(below);
        other.below.forEach((element, set) -> all.merge(element, set, FieldSet::union));
        return new FieldSet(self || other.self, all);
    }

    /** Path by path: what is below a path of the other set stays. */
    FieldSet minus(FieldSet other) {
        if (isEmpty() || other.isEmpty()) {
            return this;
        }
        Branches rest = new Branches();
        below.forEach((element, set) -> rest.add(element, set.minus(other.at(element))));
        return rest.under(self && !other.self);
    }

    FieldSet intersection(FieldSet other) {
        if (isEmpty() || other.isEmpty()) {
            return EMPTY;
        }
        Branches common = new Branches();
        below.forEach((element, set) -> common.add(element, set.intersection(other.at(element))));
        return common.under(self && other.self);
    }

    /** With every field of the schema on the way to a path: whoever owns {@code spec.size} keeps {@code spec}. */
    FieldSet withParents(FieldType type) {
        Branches all = new Branches();
        below.forEach((element, set) -> {
            boolean named = type instanceof FieldType.Fields fields
                    && element.kind() == PathElement.Kind.FIELD
                    && fields.isNamed(element.text());
            FieldSet grown = set.withParents(below(type, element));
            all.add(element, grown.withSelf(grown.self || named));
        });
        return all.under(self);
    }

    private static FieldType below(FieldType type, PathElement element) {
        return switch (type) {
            case FieldType.Fields fields -> fields.of(element.text());
            case FieldType.KeyedList list -> list.items();
            default -> new FieldType.Untyped();
        };
    }

    /** In order, as people read them: {@code .spec.ports[containerPort=80].hostPort}. */
    List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String path, List<String> paths) {
        if (self) {
            paths.add(path);
        }
        for (Map.Entry<PathElement, FieldSet> entry : below.entrySet()) {
            entry.getValue().collect(path + entry.getKey(), paths);
        }
    }
}
