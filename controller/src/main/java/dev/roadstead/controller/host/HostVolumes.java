package dev.roadstead.controller.host;

import dev.roadstead.controller.plan.EngineVolume;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine's volumes, and what is in them. Nothing runs on the host for it: a container that is never started, of an
 * empty image, lends the engine's copy calls a volume.
 */
public interface HostVolumes extends VolumeFiller {
    /** All volumes of this installation; those that were made for Volumes say so by label {@code roadstead.dev/volume}. */
    List<EngineVolume> volumes(String installation);

    /** The volume of this name, whoever owns it. */
    Optional<EngineVolume> volume(String name);

    /** Bytes in every volume, by name, measured by the engine; may take a minute. */
    Map<String, Long> volumeBytes();

    /**
     * A volume as a tar stream: members are relative to its root, {@code ./} first. Closing it ends the copy. The bytes
     * come as fast as they are read; an engine that is silent for the stream deadline ends it with an IOException.
     *
     * @throws HostException GONE when there is no such volume
     */
    InputStream readVolume(String name, String installation);
}
