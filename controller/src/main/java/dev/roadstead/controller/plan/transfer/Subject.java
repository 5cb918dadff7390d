package dev.roadstead.controller.plan.transfer;

import dev.roadstead.model.Volume;
import org.jspecify.annotations.Nullable;

/** What a volume is filled with, as far as it is known. */
public sealed interface Subject {
    /**
     * A backup that exists.
     *
     * @param id in full
     * @param of {@code <namespace>/<volume>} that it was made of
     * @param node the Node that had the volume; null when there is none of that name here
     * @param origin where it comes from, when that is not this Volume: part of a sentence; null otherwise
     */
    record Backup(
            String repository,
            String id,
            String of,
            @Nullable String node,
            @Nullable String origin) implements Subject {}

    /**
     * Another Volume, as it is now.
     *
     * @param inUse whether containers may write to it meanwhile
     */
    record Original(Volume volume, boolean inUse) implements Subject {}

    /** A Docker volume that the Volume had before. */
    record Kept(Volume.Replaced replaced) implements Subject {}

    /** It may come to be, or to be reached. */
    record Awaited(String reason, String message) implements Subject {}

    /** It will never do. */
    record Refused(String reason, String message) implements Subject {}

    /** Nobody asked: what is restored was recorded before. */
    record Settled() implements Subject {}
}
