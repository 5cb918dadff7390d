package dev.roadstead.controller.plan.transfer;

import dev.roadstead.controller.plan.Quiescence;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Container.Quiesce.How;
import java.util.List;
import java.util.Optional;

/**
 * The containers that use a volume, and whether they stand still for one purpose.
 *
 * @param by kind and name of what they stand still for
 * @param all all Containers that mount the volume, wanted running or not
 */
public record QuietUsers(String by, List<Container> all) {
    /** Those of a namespace's Containers that mount the volume. */
    public static QuietUsers of(String by, String volume, List<Container> containers) {
        return new QuietUsers(
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
        return all.stream().filter(user -> user.spec().quiesce() == null).toList();
    }

    /** Those that are to run again as they were. */
    public List<Container> toRelease() {
        return all.stream().filter(this::isOurs).toList();
    }

    /** What else one of them stands still for; two cannot have it at once. */
    public Optional<String> other() {
        return Quiescence.other(by, all);
    }

    /** Whether each of them was told, and has no process any more. */
    public boolean complete() {
        return running().isEmpty();
    }

    /** Names of those that are not known to stand still. */
    public List<String> running() {
        return all.stream()
                .filter(user -> !isOurs(user) || !Quiescence.isQuiet(user))
                .map(user -> user.metadata().name())
                .sorted()
                .toList();
    }

    private boolean isOurs(Container user) {
        return Quiescence.isFor(by, user);
    }
}
