package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import java.util.List;

/** One effect of a backup. What is already so counts as success; what has changed since is a conflict. */
public sealed interface BackupAction {
    /** Keeps the VolumeBackup from going before its archive does. */
    record Hold() implements BackupAction {}

    /** Lets it go. */
    record LetGo() implements BackupAction {}

    /** Asks for a place to work in. */
    record Enter(String lane) implements BackupAction {}

    /** Ends what is under way; its place is kept. */
    record Cancel() implements BackupAction {}

    /** Ends what is under way, and gives the place back. */
    record Drop() implements BackupAction {}

    record Quiet(Container container, Quiesce quiesce) implements BackupAction {}

    record Resume(Container container) implements BackupAction {}

    /** Runs the hooks before; the first failure ends it. */
    record Prepare(String node, List<HookCall> hooks) implements BackupAction {}

    /** Reads the Docker volume into the repository. */
    record Store(String node, String dockerVolume, String repository) implements BackupAction {}

    /** Runs the hooks after, all of them. */
    record CleanUp(String node, List<HookCall> hooks) implements BackupAction {}

    /** Reads the archive back, compares it with what was read, and lists it as a backup; done before, it is done. */
    record Confirm(String repository, String id) implements BackupAction {}

    /** Removes the backup from the repository. */
    record Remove(String repository, String id) implements BackupAction {}
}
