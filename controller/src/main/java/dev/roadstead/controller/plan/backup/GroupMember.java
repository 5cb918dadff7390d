package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.BackupPolicy;
import dev.roadstead.model.BackupPolicy.Hook;
import dev.roadstead.model.BackupPolicy.Hooks;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Container;
import dev.roadstead.model.Volume;
import dev.roadstead.model.VolumeBackup;
import dev.roadstead.model.VolumeBackup.Phase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Volume that is a part of a NamespaceBackup.
 *
 * @param volume null when there is none of that name
 * @param users Containers that mount it
 * @param part its VolumeBackup, once it was made
 * @param foreign name of a VolumeBackup that is not its part, or not for long, and has its part's name; null if none has
 * @param obstacle why it cannot be backed up now, as a sentence; null when it can
 */
public record GroupMember(
        String name,
        @Nullable Volume volume,
        List<Container> users,
        @Nullable VolumeBackup part,
        @Nullable String foreign,
        @Nullable String obstacle) {

    /** A hook, and where. */
    public record NodeCall(String node, HookCall call) {}

    List<NodeCall> before() {
        Hooks hooks = hooks();
        return calls(hooks == null ? null : hooks.pre());
    }

    List<NodeCall> after() {
        Hooks hooks = hooks();
        return calls(hooks == null ? null : hooks.post());
    }

    private @Nullable Hooks hooks() {
        BackupPolicy policy = volume == null ? null : volume.spec().backup();
        return policy == null ? null : policy.hooks();
    }

    private List<NodeCall> calls(@Nullable Hook hook) {
        if (hook == null
                || volume == null
                || volume.status() == null
                || volume.status().nodeName() == null) {
            return List.of();
        }
        String node = volume.status().nodeName();
        return new Users("", users)
                .calls(hook).stream().map(call -> new NodeCall(node, call)).toList();
    }

    /** Whether its files are read, or never will be. */
    boolean isRead() {
        return part != null && part.status() != null && (part.status().treeHash() != null || isOver());
    }

    boolean isOver() {
        Phase phase = part == null ? Phase.Pending : BackupSnapshot.phase(part);
        return phase == Phase.Completed || phase == Phase.Failed;
    }

    /** Whether its files are being read. */
    boolean isUnderWay() {
        return part != null && BackupSnapshot.phase(part) == Phase.Running && !isRead();
    }

    /** When its part was made, began, was read or ended, whatever came last; empty when there is none. */
    Optional<Instant> lastStep() {
        if (part == null) {
            return Optional.empty();
        }
        VolumeBackup.Status status = part.status();
        Condition uploaded = status == null ? null : Conditions.find(status.conditions(), Draft.UPLOADED);
        return Stream.of(
                        uploaded == null ? null : uploaded.lastTransitionTime(),
                        part.metadata().creationTimestamp(),
                        status == null ? null : status.startedAt(),
                        status == null ? null : status.completedAt())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    /** What its part says about itself. */
    String message() {
        return part == null || part.status() == null
                ? "Nobody has looked at it yet."
                : part.status().message();
    }

    boolean isComplete() {
        return part != null && BackupSnapshot.phase(part) == Phase.Completed;
    }
}
