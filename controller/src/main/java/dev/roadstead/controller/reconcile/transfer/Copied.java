package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.controller.transfer.MemberTable;
import dev.roadstead.model.Volume;
import org.jspecify.annotations.Nullable;

/** What a piece of copying came to. */
sealed interface Copied {
    /**
     * What was there then; more may have come since.
     *
     * @param members null when it could not be read to its end, as it changed meanwhile
     */
    record Ahead(@Nullable MemberTable members) implements Copied {}

    /**
     * All of it, compared.
     *
     * @param bytes of the files
     * @param original what the Volume asked for when it was backed up; null when nobody wrote it down
     */
    record Whole(long bytes, Volume.@Nullable Spec original) implements Copied {}
}
