package dev.roadstead.controller.plan.transfer;

import dev.roadstead.model.Container;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.Volume;

/**
 * One effect of a restore or a move. What is already so counts as success; what has changed since is a conflict.
 */
public sealed interface DataAction {
    /** Keeps a VolumeRestore from going before it is tidied up. */
    record Hold() implements DataAction {}

    /** Lets it go. */
    record LetGo() implements DataAction {}

    /**
     * Has a Docker volume filled in the background. One of this name that is there already is an attempt that was cut
     * short, and is removed first unless {@code part} is REST.
     */
    record StartWork(String node, String dockerVolume, Part part) implements DataAction {}

    /** What of it. */
    enum Part {
        ALL,
        /** What is there now, while containers go on writing: so that there is less to be copied while they stand still. */
        HOT,
        /** What became of it since, when the same process copied it; else all. */
        REST
    }

    /** Ends that, or forgets what it came to. */
    record DropWork() implements DataAction {}

    /** Makes the Volume that takes over what was filled. */
    record CreateVolume(Volume volume) implements DataAction {}

    record Quiet(Container container, Quiesce quiesce) implements DataAction {}

    record Resume(Container container) implements DataAction {}

    /** The one write that switches a Volume, or keeps what it had before for longer. */
    record WriteVolume(Volume volume, Volume.Status status) implements DataAction {}

    /** Removes what was filled, unless a Volume has it. */
    record RemoveFilled(String node, String dockerVolume) implements DataAction {}
}
