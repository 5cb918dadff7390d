package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Docker containers that are ours and that no Container object of their node speaks for: left on a node that was away, or
 * known only to a database that is lost.
 *
 * <p>What a live Application has replaced is an older generation and goes. Everything else is reported and never removed:
 * a database that was restored from a backup must not cost what has been started since.
 */
public final class Orphans {
    private Orphans() {}

    /** What is to be done with one. */
    public sealed interface Decision {}

    /** Memory was behind: it has its Container object. */
    public record Known() implements Decision {}

    /** It goes; {@code why} tells so in an event. */
    public record Remove(String why) implements Decision {}

    public record Report(Note note) implements Decision {}

    /** Of whom a Docker container says it is. */
    public record Claim(String namespace, String container, String application) {}

    /** Those whose name no Container of this node has, by memory; what was made for an earlier object will be replaced. */
    public static List<OwnedContainer> suspects(
            Collection<OwnedContainer> docker, Collection<Container> containers, String node) {
        Set<String> known = containers.stream()
                .filter(container -> container.spec().nodeName().equals(node))
                .map(Names::docker)
                .collect(Collectors.toSet());
        return docker.stream()
                .filter(container -> !known.contains(container.name()))
                .filter(container -> container.label(Labels.CHECK_UNTIL).isEmpty())
                .toList();
    }

    /** Containers of check commands whose server was killed: whoever sees one after its time removes it. */
    public static List<OwnedContainer> overdueChecks(Collection<OwnedContainer> docker, Instant now) {
        return docker.stream()
                .filter(container -> isPast(container.label(Labels.CHECK_UNTIL), now))
                .toList();
    }

    private static boolean isPast(String until, Instant now) {
        try {
            return !until.isEmpty() && Instant.parse(until).isBefore(now);
        } catch (DateTimeParseException e) {
            return false; // not by us
        }
    }

    /** Empty if its labels do not give it the name that it has: somebody else's work, then. */
    public static Optional<Claim> claim(OwnedContainer docker) {
        String namespace = docker.label(Labels.NAMESPACE);
        String application = docker.label(Labels.APPLICATION);
        String release = docker.label(Labels.RELEASE);
        String ordinal = docker.label(Labels.ORDINAL);
        String name = String.join(".", namespace, application, release, ordinal);
        return docker.name().equals(name)
                ? Optional.of(new Claim(namespace, String.join("-", application, release, ordinal), application))
                : Optional.empty();
    }

    /**
     * Decides about a suspect.
     *
     * @param container the object of its name, read live; null if there is none
     * @param application its Application, read live; null if there is none
     */
    public static Decision decide(
            OwnedContainer docker, String node, @Nullable Container container, @Nullable Application application) {
        if (container != null && container.spec().nodeName().equals(node)) {
            return new Known();
        }
        if (container != null && container.metadata().requireUid().equals(docker.label(Labels.CONTAINER_UID))) {
            // A Container does not change its node: this is it, and its node leads to this engine too.
            return new Report(shared(docker, node, container.spec().nodeName()));
        }
        if (container != null) {
            return new Remove("Removed Docker container %s, which node %s has replaced while this one was away"
                    .formatted(docker.name(), container.spec().nodeName()));
        }
        if (application != null && isComplete(application)) {
            return new Remove("Removed Docker container %s, which its Application has replaced while this node was away"
                    .formatted(docker.name()));
        }
        return new Report(report(docker));
    }

    static Note report(OwnedContainer docker) {
        return Note.warning(
                "OrphanedContainer",
                "Docker container %s belongs to no Container; if it is not needed, remove it on its host: docker rm -f %s"
                        .formatted(docker.name(), docker.name()));
    }

    private static Note shared(OwnedContainer docker, String node, String other) {
        return Note.warning(
                "DuplicateEngine",
                "Docker container %s is that of a Container on node %s, so nodes %s and %s lead to the same engine; delete one of the two Nodes"
                        .formatted(docker.name(), other, node, other));
    }

    /** What a suspect without a believable claim gets. */
    public static Decision unclaimed(OwnedContainer docker) {
        return new Report(report(docker));
    }

    private static boolean isComplete(Application application) {
        Application.Status status = application.status();
        return !application.metadata().deleting()
                && status != null
                && Long.valueOf(application.metadata().generation()).equals(status.observedGeneration())
                && status.readyReplicas() == status.replicas()
                && Conditions.isTrue(status.conditions(), "Ready");
    }
}
