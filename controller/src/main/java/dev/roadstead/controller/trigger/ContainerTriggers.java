package dev.roadstead.controller.trigger;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.controller.plan.Names;
import dev.roadstead.controller.plan.Reasons;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import dev.roadstead.model.Resource;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which Containers a change concerns. */
public final class ContainerTriggers {
    /** What a Secret or ConfigMap may put right. */
    private static final Set<String> WAITING = Set.of(Reasons.CONFIG_MISSING, Reasons.IMAGE_PULL_FAILED);

    private final Lister<Container> containers;

    /** Needs the indexes {@code dockerId}, {@code secret} and {@code configMap}, the latter two by key. */
    public ContainerTriggers(Lister<Container> containers) {
        this.containers = containers;
    }

    public Set<String> container(@Nullable Container before, @Nullable Container after) {
        return Changes.beyondStatus(before, after)
                ? Set.of(Changes.either(before, after).key())
                : Set.of();
    }

    /** Containers that wait for this Secret. */
    public Set<String> secret(@Nullable Resource before, @Nullable Resource after) {
        return waiting("secret", Changes.either(before, after).key());
    }

    /** Containers that wait for this ConfigMap. */
    public Set<String> configMap(@Nullable Resource before, @Nullable Resource after) {
        return waiting("configMap", Changes.either(before, after).key());
    }

    /** The container of a Docker id, when its health check came to another result. */
    public Set<String> docker(String id) {
        Set<String> keys = new LinkedHashSet<>();
        containers.byIndex("dockerId", id).forEach(container -> keys.add(container.key()));
        return keys;
    }

    /** The container that an engine's event is about; by its labels, or else by its id. */
    public Set<String> engineEvent(String action, String containerId, Map<String, String> labels) {
        if (action.startsWith("exec_")) {
            // Health checks inside containers: many, and what matters of them comes as health_status.
            return Set.of();
        }
        String namespace = labels.get(Labels.NAMESPACE);
        String application = labels.get(Labels.APPLICATION);
        String release = labels.get(Labels.RELEASE);
        String ordinal = labels.get(Labels.ORDINAL);
        if (namespace == null || application == null || release == null || ordinal == null) {
            return docker(containerId);
        }
        try {
            int revision = Integer.parseInt(release);
            return Set.of(namespace + "/" + Names.container(application, revision, Integer.parseInt(ordinal)));
        } catch (NumberFormatException e) {
            return docker(containerId);
        }
    }

    private Set<String> waiting(String index, String key) {
        Set<String> keys = new LinkedHashSet<>();
        for (Container container : containers.byIndex(index, key)) {
            Container.Status status = container.status();
            Condition ready = status == null ? null : Conditions.find(status.conditions(), "Ready");
            if (ready != null && WAITING.contains(ready.reason())) {
                keys.add(container.key());
            }
        }
        return keys;
    }
}
