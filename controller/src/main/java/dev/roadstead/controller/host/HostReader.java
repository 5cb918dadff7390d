package dev.roadstead.controller.host;

import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.ContainerUse;
import dev.roadstead.controller.plan.DiskUse;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.RegistryAccess;
import java.util.List;
import java.util.Optional;

/** Reads an engine's state, live. */
public interface HostReader {
    EngineInfo info();

    /** What its data takes up; may take a minute. */
    DiskUse disk();

    /** All containers, running or not, that carry this installation's id. */
    List<OwnedContainer> containers(String installation);

    /** Their names. */
    default List<String> containerNames(String installation) {
        return containers(installation).stream().map(OwnedContainer::name).toList();
    }

    /** The container of this name or id, whoever owns it. */
    Optional<ObservedContainer> container(String nameOrId);

    /**
     * What a container has that an engine cannot change and that would be otherwise, were it made of the blueprint; one
     * sentence each, without values of environment variables. Limits and networks are not among it.
     */
    List<String> differences(String id, Blueprint blueprint);

    /** What a container uses; empty when it is gone or does not run. */
    Optional<ContainerUse> use(String id);

    /** The image of this reference, if the engine has it. */
    Optional<EngineImage> image(String reference);

    /**
     * Has the engine ask the image's registry which digest the reference stands for now.
     *
     * @throws HostException IMAGE_UNAVAILABLE with the registry's words
     */
    String registryDigest(String reference, RegistryAccess access);

    /** The last lines that a container wrote, at most 4 KiB, in UTF-8 with control characters removed. */
    String logTail(String id, int lines);
}
