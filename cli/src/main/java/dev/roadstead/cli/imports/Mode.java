package dev.roadstead.cli.imports;

/**
 * How running containers come over.
 *
 * @param adopts whether they are taken over as they are; else new ones are made in their place
 * @param hostMemory bytes that their machine has: a limit that is as good as none
 */
public record Mode(boolean adopts, long hostMemory) {
    /** New containers are made. */
    public static final Mode ANEW = new Mode(false, 0);

    /** As good as no limit. */
    static final int MOST_PROCESSES = 1_000_000;
}
