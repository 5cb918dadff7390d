package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Release;
import dev.roadstead.model.Volume;

/** One effect on the API's objects. What is already so counts as success; what has changed since is a conflict. */
public sealed interface ApiAction {
    /** Holds the Application until all that it owns is gone. */
    record AddFinalizer(Application application) implements ApiAction {}

    /** Lets a deleted Application go. */
    record RemoveFinalizer(Application application) implements ApiAction {}

    record CreateRelease(Release release) implements ApiAction {}

    /** Only for Releases that no Container needs. */
    record DeleteRelease(Release release) implements ApiAction {}

    /** The Container is bound to its node already. */
    record CreateContainer(Container container) implements ApiAction {}

    /** {@code why} is the end of a sentence that starts with what is deleted. */
    record DeleteContainer(Container container, String why) implements ApiAction {}

    /** Has the Volume made on this node; from then on, what uses it goes there. */
    record BindVolume(Volume volume, String node) implements ApiAction {}

    record PatchContainerDesiredState(Container container, DesiredState state) implements ApiAction {}

    /** Whether requests may go to it. */
    record PatchContainerRouting(Container container, boolean routed) implements ApiAction {}

    /** What is known of a release's rollout. */
    record PatchReleaseOutcome(Release release, Release.Outcome outcome) implements ApiAction {}

    /** What a release takes from Secrets and ConfigMaps. */
    record PatchReleaseConfig(Release release, String digest) implements ApiAction {}

    /** The line that this action adds to the Application's story. */
    default Note note() {
        return switch (this) {
            case AddFinalizer(Application app) ->
                Note.normal("Accepted", app.metadata().name() + " is managed from now on");
            case RemoveFinalizer(Application app) ->
                Note.normal("Removed", app.metadata().name() + " and all that it owned are gone");
            case CreateRelease(Release release) ->
                Note.normal(
                        "ReleaseCreated",
                        "Created release %d with image %s"
                                .formatted(
                                        release.spec().revision(),
                                        release.spec().template().image()));
            case DeleteRelease(Release release) ->
                Note.normal(
                        "ReleaseDeleted",
                        "Deleted release " + release.spec().revision() + ", which is no longer needed");
            case CreateContainer(Container container) ->
                Note.normal(
                        "ContainerCreated",
                        "Created container %s on node %s"
                                .formatted(
                                        container.metadata().name(),
                                        container.spec().nodeName()));
            case DeleteContainer(Container container, String why) ->
                Note.normal(
                        "ContainerDeleted",
                        "Deleted container " + container.metadata().name() + " " + why);
            case BindVolume(Volume volume, String node) ->
                Note.normal(
                        "VolumeBound",
                        "Volume %s is made on node %s"
                                .formatted(volume.metadata().name(), node));
            case PatchContainerDesiredState(Container container, DesiredState state) ->
                state == DesiredState.Running
                        ? Note.normal(
                                "ContainerStarting",
                                "Starting container " + container.metadata().name())
                        : Note.normal(
                                "ContainerStopping",
                                "Stopping container " + container.metadata().name());
            case PatchContainerRouting(Container container, boolean routed) ->
                routed
                        ? Note.normal(
                                "ContainerRouted",
                                "Container " + container.metadata().name() + " takes requests from now on")
                        : Note.normal(
                                "ContainerUnrouted",
                                "Container " + container.metadata().name() + " takes no requests any more");
            case PatchReleaseOutcome(Release release, Release.Outcome outcome) ->
                rollout("Release " + release.spec().revision(), outcome);
            case PatchReleaseConfig(Release release, String digest) ->
                Note.normal(
                        "ConfigurationRead",
                        "Release " + release.spec().revision() + " takes its Secrets and ConfigMaps as they are now");
        };
    }

    /** Why a rollout does not progress is told by the Application's condition. */
    private static Note rollout(String release, Release.Outcome outcome) {
        return switch (outcome.phase()) {
            case Progressing -> Note.normal("RolloutStarted", release + " is being rolled out");
            case Paused -> Note.normal("RolloutPaused", outcome.message());
            case AwaitingPromotion -> Note.normal("RolloutAwaitsPromotion", outcome.message());
            case Complete -> Note.normal("RolloutComplete", release + " is rolled out");
            case Failed -> Note.normal("RolloutFailed", release + " could not be rolled out");
            case RolledBack -> Note.normal("RolloutRolledBack", release + " was taken back");
            case Superseded -> Note.normal("RolloutSuperseded", release + " gave way: " + outcome.message());
        };
    }
}
