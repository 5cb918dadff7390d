package dev.roadstead.controller.host;

import java.io.IOException;
import java.io.InputStream;

/** Puts data into an engine's volumes: the one effect that is a stream and no {@code HostAction}. */
@FunctionalInterface
public interface VolumeFiller {
    /**
     * Unpacks a tar stream into a volume, with owners, modes and times; returns when the engine is done. What is there
     * already stays, unless a member has its path. The caller has checked the members (invariant I22).
     *
     * @throws HostException GONE when there is no such volume, ENGINE when the engine's disk is full or a member was
     *     refused, with its words
     * @throws IOException what reading the stream threw
     */
    void fillVolume(String name, String installation, InputStream tar) throws IOException;
}
