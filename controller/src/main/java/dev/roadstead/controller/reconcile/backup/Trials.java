package dev.roadstead.controller.reconcile.backup;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Docker volumes that this server's restores on trial use now. One of such a name that is not among them was left by a
 * server that was killed. Thread-safe.
 */
public final class Trials {
    private final Set<String> used = ConcurrentHashMap.newKeySet();

    void begin(String dockerVolume) {
        used.add(dockerVolume);
    }

    void end(String dockerVolume) {
        used.remove(dockerVolume);
    }

    /** Whether a trial uses it, which it says before it makes it. */
    public boolean use(String dockerVolume) {
        return used.contains(dockerVolume);
    }
}
