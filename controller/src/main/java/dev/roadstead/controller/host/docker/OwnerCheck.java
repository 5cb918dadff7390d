package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.model.Labels;
import dev.roadstead.model.LruMap;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks whose a container is before it is stopped or removed: what has no owner label is left alone. Thread-safe. */
final class OwnerCheck {
    private static final int REMEMBERED = 1_000;

    private final Commands commands;

    /** Ids that were seen with the label: an id is never given to another container, and labels never change. */
    private final Set<String> labelled =
            Collections.synchronizedSet(Collections.newSetFromMap(new LruMap<>(REMEMBERED)));

    OwnerCheck(Commands commands) {
        this.commands = commands;
    }

    /**
     * Whether there is nothing to do any more; the engine is not asked again about one that was looked at before.
     *
     * @throws HostException FOREIGN if it is not ours
     */
    boolean isGone(String id, boolean adopted) {
        return (adopted || !labelled.contains(id)) && look(id, adopted).isEmpty();
    }

    /**
     * The container as it is now; empty when it is gone.
     *
     * @throws HostException FOREIGN if it is not ours
     */
    Optional<InspectContainerResponse> look(String id, boolean adopted) {
        Optional<InspectContainerResponse> container = commands.inspect(id);
        container
                .filter(found -> adopted ? !id.equals(found.getId()) : !isLabelled(found))
                .ifPresent(found -> {
                    throw DockerErrors.foreign("container", found.getName());
                });
        container.filter(found -> !adopted && id.equals(found.getId())).ifPresent(found -> labelled.add(id));
        return container;
    }

    private static boolean isLabelled(InspectContainerResponse found) {
        Map<String, String> labels = found.getConfig().getLabels();
        return labels != null && labels.containsKey(Labels.MANAGED_BY);
    }
}
