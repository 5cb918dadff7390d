package dev.roadstead.controller.lease;

/** Who does what, of several servers. Thread-safe, never blocks. */
@FunctionalInterface
public interface Ownership {
    /** How this server stands to a piece of work. */
    enum Claim {
        /** It is this server's. */
        OURS,
        /** Nobody's, as far as this server knows: it has no valid claim just now, but no other is known to have one. */
        UNCLEAR,
        /** It is another server's. */
        THEIRS
    }

    /**
     * Whose a piece of work is now.
     *
     * @param shard its name, such as {@code node/a}
     */
    Claim claim(String shard);

    /** Whether it is this server's, now. */
    default boolean owns(String shard) {
        return claim(shard) == Claim.OURS;
    }
}
