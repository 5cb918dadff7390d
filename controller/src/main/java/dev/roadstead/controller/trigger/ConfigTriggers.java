package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.model.Container;
import dev.roadstead.model.Resource;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which Applications a Secret or ConfigMap concerns: those with containers that take something from it. */
public final class ConfigTriggers {
    private final Lister<Container> containers;

    /** They are indexed by "secret" and "configMap", each by key. */
    public ConfigTriggers(Lister<Container> containers) {
        this.containers = containers;
    }

    public Set<String> secret(@Nullable Resource before, @Nullable Resource after) {
        return users("secret", Changes.either(before, after).key());
    }

    public Set<String> configMap(@Nullable Resource before, @Nullable Resource after) {
        return users("configMap", Changes.either(before, after).key());
    }

    private Set<String> users(String index, String key) {
        return containers.byIndex(index, key).stream()
                .map(container -> container.metadata().namespace() + "/"
                        + container.spec().application())
                .collect(Collectors.toSet());
    }
}
