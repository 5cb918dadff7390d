package dev.roadstead.controller.plan;

import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.Release;

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

    record PatchContainerDesiredState(Container container, DesiredState state) implements ApiAction {}

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
            case PatchContainerDesiredState(Container container, DesiredState state) ->
                state == DesiredState.Running
                        ? Note.normal(
                                "ContainerStarting",
                                "Starting container " + container.metadata().name())
                        : Note.normal(
                                "ContainerStopping",
                                "Stopping container " + container.metadata().name());
        };
    }
}
