package dev.roadstead.apiserver.authn;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about the last tokens, which a client sends with every request. It begins anew when it is full; what
 * is not valid is not kept, so strangers cannot fill it. Thread-safe.
 */
public final class Remembered<T> {
    private static final int MAX = 1024;

    private final Map<String, T> known = new ConcurrentHashMap<>();

    /** What is known of a token; found out when it is not known yet. Null from {@code find} is not kept. */
    public @Nullable T get(String token, Function<String, @Nullable T> find) {
        T found = known.get(token);
        if (found != null) {
            return found;
        }
        found = find.apply(token);
        if (found == null) {
            return null;
        }
        if (known.size() >= MAX) {
            known.clear();
        }
        known.put(token, found);
        return found;
    }
}
