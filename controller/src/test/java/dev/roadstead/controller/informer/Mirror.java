package dev.roadstead.controller.informer;

import dev.roadstead.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Rebuilds an informer's state from nothing but its reports, and notes reports that do not follow from the last. */
final class Mirror implements ChangeHandler<ConfigMap> {
    private final Map<String, ConfigMap> state = new ConcurrentSkipListMap<>();
    private final List<String> gaps = new CopyOnWriteArrayList<>();

    @Override
    public void changed(@Nullable ConfigMap before, @Nullable ConfigMap after) {
        String key = Objects.requireNonNull(after == null ? before : after).key();
        ConfigMap known = after == null ? state.remove(key) : state.put(key, after);
        if (!Objects.equals(known, before)) {
            gaps.add(InformerTest.describe(known) + " was reported as " + InformerTest.describe(before));
        }
    }

    List<String> contents() {
        return state.values().stream().map(InformerTest::describe).toList();
    }

    List<String> gaps() {
        return List.copyOf(gaps);
    }
}
