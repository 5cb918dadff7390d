package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Docker containers that are ours and that no Container object speaks for: reported, never removed. */
public final class Orphans {
    private Orphans() {}

    /** Those whose name no Container object has; what merely was made for an earlier object will be replaced. */
    public static List<Note> find(List<ObservedContainer> observed, List<Container> containers) {
        Set<String> names = containers.stream().map(Names::docker).collect(Collectors.toSet());
        return observed.stream()
                .filter(docker -> !names.contains(docker.name()))
                .map(docker -> Note.warning(
                        "OrphanedContainer",
                        "Docker container %s belongs to no Container; remove it by hand if it is not needed"
                                .formatted(docker.name())))
                .toList();
    }
}
