package dev.roadstead.controller.plan.backup;

import dev.roadstead.controller.plan.backup.GroupMember.NodeCall;
import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.VolumeBackup;
import java.util.List;

/** One effect of a NamespaceBackup. What is already so counts as success. */
public sealed interface GroupAction {
    /** Keeps it from going before its archive does. */
    record Hold() implements GroupAction {}

    record LetGo() implements GroupAction {}

    record Enter(String lane) implements GroupAction {}

    record Cancel() implements GroupAction {}

    record Drop() implements GroupAction {}

    record Quiet(Container container, Quiesce quiesce) implements GroupAction {}

    record Resume(Container container) implements GroupAction {}

    /** Runs the hooks before; the first failure ends it. */
    record Prepare(List<NodeCall> hooks) implements GroupAction {}

    /** Makes the backup of one of its volumes. */
    record CreatePart(VolumeBackup part) implements GroupAction {}

    /** Runs the hooks after, all of them. */
    record CleanUp(List<NodeCall> hooks) implements GroupAction {}

    /** Stores the namespace's manifests. */
    record Archive(String repository) implements GroupAction {}

    /** Removes them from the repository. */
    record Remove(String repository, String id) implements GroupAction {}
}
