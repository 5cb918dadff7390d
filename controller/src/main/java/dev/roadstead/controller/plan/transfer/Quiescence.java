package dev.roadstead.controller.plan.transfer;

import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Container.Quiesce.How;
import dev.roadstead.model.Container.State;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The containers that use a volume, and whether they stand still for one purpose.
 *
 * @param by kind and name of what they stand still for
 * @param users all Containers that mount the volume, wanted running or not
 */
public record Quiescence(String by, List<Container> users) {
    private static final Set<State> WITHOUT_A_PROCESS =
            Set.of(State.Pending, State.Pulling, State.Created, State.Exited, State.Stopped);

    /** Those of a namespace's Containers that mount the volume. */
    public static Quiescence of(String by, String volume, List<Container> containers) {
        return new Quiescence(
                by,
                containers.stream().filter(container -> uses(container, volume)).toList());
    }

    /** Whether it mounts a Volume of this name. */
    public static boolean uses(Container container, String volume) {
        return container.spec().template().volumes().stream().anyMatch(mount -> volume.equals(mount.volume()));
    }

    /** What the containers are told. */
    public Quiesce stop() {
        return new Quiesce(by, How.Stop);
    }

    /** Those that are to be told to stop. */
    public List<Container> toStop() {
        return users.stream().filter(user -> user.spec().quiesce() == null).toList();
    }

    /** Those that are to run again as they were. */
    public List<Container> toRelease() {
        return users.stream().filter(this::isOurs).toList();
    }

    /** What else one of them stands still for; two cannot have it at once. */
    public Optional<String> other() {
        return users.stream()
                .map(user -> user.spec().quiesce())
                .filter(Objects::nonNull)
                .map(Quiesce::by)
                .filter(other -> !other.equals(by))
                .findFirst();
    }

    /** Whether each of them was told, and has no process any more. */
    public boolean complete() {
        return running().isEmpty();
    }

    /** Names of those that are not known to stand still. */
    public List<String> running() {
        return users.stream()
                .filter(user -> !isOurs(user) || !isStill(user))
                .map(user -> user.metadata().name())
                .sorted()
                .toList();
    }

    private boolean isOurs(Container user) {
        Quiesce quiesce = user.spec().quiesce();
        return quiesce != null && quiesce.by().equals(by);
    }

    /** What its status said before it was told counts for nothing. */
    private static boolean isStill(Container user) {
        Container.Status status = user.status();
        return status != null
                && Objects.equals(status.observedGeneration(), user.metadata().generation())
                && WITHOUT_A_PROCESS.contains(status.state());
    }
}
