package dev.roadstead.controller.plan.restore;

import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Volume;

/** One effect of a VolumeRestore. What is already so counts as success; what has changed since is a conflict. */
public sealed interface RestoreAction {
    /** Keeps the VolumeRestore from going before it is tidied up. */
    record Hold() implements RestoreAction {}

    /** Lets it go. */
    record LetGo() implements RestoreAction {}

    /** Has the backup read and the Docker volume filled, in the background. */
    record StartWork(String node, String dockerVolume) implements RestoreAction {}

    /** Ends that, or forgets what it came to. */
    record DropWork() implements RestoreAction {}

    /** Makes the Volume that takes over what was filled. */
    record CreateVolume(Volume volume) implements RestoreAction {}

    record Quiet(Container container, Quiesce quiesce) implements RestoreAction {}

    record Resume(Container container) implements RestoreAction {}

    /** The one write that switches a Volume, or keeps what it had before for longer. */
    record WriteVolume(Volume volume, Volume.Status status) implements RestoreAction {}

    /** Removes what was filled, unless a Volume has it. */
    record RemoveFilled(String node, String dockerVolume) implements RestoreAction {}
}
