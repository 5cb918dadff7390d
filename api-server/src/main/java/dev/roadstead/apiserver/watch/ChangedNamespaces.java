package dev.roadstead.apiserver.watch;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** In which namespaces something has changed since the last look: for who looks now and then. Thread-safe. */
public final class ChangedNamespaces {
    private final Set<String> names = new HashSet<>();
    private boolean all = true;

    /** Those since the last look; all of them the first time, and after changes were lost. */
    public synchronized Predicate<String> take() {
        Set<String> taken = Set.copyOf(names);
        boolean any = all;
        names.clear();
        all = false;
        return any ? _ -> true : taken::contains;
    }

    /** They are to be looked at again. */
    public synchronized void add(Collection<String> namespaces) {
        names.addAll(namespaces);
    }

    /** As is everything. */
    public synchronized void addAll() {
        all = true;
    }
}
