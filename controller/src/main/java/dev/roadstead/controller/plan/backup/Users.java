package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Quiescence;
import dev.roadstead.model.BackupPolicy.Hook;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Container.State;
import dev.roadstead.model.DesiredState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The containers that use a volume.
 *
 * @param by kind and name of what they are to keep still for
 */
public record Users(String by, List<Container> all) {
    private static final Set<State> WITHOUT_A_PROCESS =
            Set.of(State.Pending, State.Pulling, State.Created, State.Exited, State.Stopped);

    /** A call for each that runs. */
    public List<HookCall> calls(@Nullable Hook hook) {
        if (hook == null) {
            return List.of();
        }
        return all.stream()
                .filter(Users::runs)
                .map(user -> new HookCall(
                        user.metadata().name(),
                        Objects.requireNonNull(
                                Objects.requireNonNull(user.status()).containerID()),
                        hook.exec().command(),
                        hook.timeout()))
                .toList();
    }

    /** Names of those that have no process that a hook could be run beside. */
    public List<String> off() {
        return all.stream()
                .filter(user -> !runs(user))
                .map(Users::name)
                .sorted()
                .toList();
    }

    /** Those that are yet to be told to keep still; those that are off too, so that nobody starts them meanwhile. */
    public List<Container> untold() {
        return all.stream()
                .filter(user -> user.spec().quiesce() == null)
                .filter(user -> !user.metadata().deleting())
                .toList();
    }

    /** Those that were told so for this. */
    public List<Container> told() {
        return all.stream().filter(this::isTold).toList();
    }

    /** What else one of them keeps still for. */
    public Optional<String> other() {
        return Quiescence.other(by, all);
    }

    /** Names of those that are not known to keep still. */
    public List<String> restless() {
        return all.stream()
                .filter(user -> !isStill(user))
                .map(Users::name)
                .sorted()
                .toList();
    }

    /** Whether one that ought to run was told to go on and nobody has seen to it yet. */
    public boolean areReturning() {
        return all.stream()
                .anyMatch(user -> user.spec().quiesce() == null
                        && !user.metadata().deleting()
                        && user.spec().desiredState() == DesiredState.Running
                        && !isCurrent(user));
    }

    public List<String> names() {
        return all.stream().map(Users::name).sorted().toList();
    }

    private boolean isTold(Container user) {
        return Quiescence.isFor(by, user);
    }

    /** What a status said before the container was told counts for nothing. */
    private boolean isStill(Container user) {
        if (!isTold(user) || !isCurrent(user)) {
            return false;
        }
        State state = Objects.requireNonNull(user.status()).state();
        boolean pausing = Objects.requireNonNull(user.spec().quiesce()).how() == Quiesce.How.Pause;
        return WITHOUT_A_PROCESS.contains(state) || (pausing && state == State.Paused);
    }

    private static boolean isCurrent(Container user) {
        Container.Status status = user.status();
        return status != null
                && Objects.equals(status.observedGeneration(), user.metadata().generation());
    }

    private static boolean runs(Container user) {
        Container.Status status = user.status();
        return status != null
                && status.containerID() != null
                && (status.state() == State.Running || status.state() == State.Restarting);
    }

    private static String name(Container user) {
        return user.metadata().name();
    }
}
