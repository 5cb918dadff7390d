package dev.roadstead.controller.reconcile.backup;

import java.io.InputStream;

/** Reads Docker volumes as tar streams. Thread-safe. */
@FunctionalInterface
public interface VolumeReader {
    /**
     * The caller closes it, which ends the copy.
     *
     * @throws dev.roadstead.controller.host.HostException if the node's engine cannot be asked or has no such volume
     */
    InputStream read(String node, String dockerVolume);
}
