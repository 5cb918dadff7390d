package dev.roadstead.controller.plan;

/** Something mounted into a container. */
public sealed interface BlueprintMount {
    /** Absolute path in the container. */
    String path();

    /** Memory that looks like a directory. */
    record Tmpfs(String path, long bytes, boolean readOnly) implements BlueprintMount {}

    /** A directory of its own for {@link MountedFiles}; it goes with the container. */
    record Files(String path) implements BlueprintMount {}

    /** A Docker volume that is there already. */
    record Volume(String path, String dockerVolume, boolean readOnly) implements BlueprintMount {}

    /** A path of the host. */
    record HostPath(String path, String source, boolean readOnly) implements BlueprintMount {}
}
