package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Docker containers that are ours and that no Container object speaks for: reported, never removed. */
public final class Orphans {
    private Orphans() {}

    /**
     * Those whose name no Container object has; what merely was made for an earlier object will be replaced.
     *
     * @param docker names of Docker containers
     */
    public static List<Note> find(Collection<String> docker, Collection<Container> containers) {
        Set<String> known = containers.stream().map(Names::docker).collect(Collectors.toSet());
        return docker.stream()
                .filter(name -> !known.contains(name))
                .map(name -> Note.warning(
                        "OrphanedContainer",
                        "Docker container %s belongs to no Container; remove it by hand if it is not needed"
                                .formatted(name)))
                .toList();
    }
}
