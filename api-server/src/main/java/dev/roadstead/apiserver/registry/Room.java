package dev.roadstead.apiserver.registry;

/**
 * How much memory there is for objects, and who may still use it when there is little left. Pure.
 *
 * @param limit bytes that anybody may fill
 */
public record Room(long limit) {
    /** On top of the limit: what the server needs to go on working when users have filled it. */
    private static final int RESERVE_PERCENT = 5;

    private static final int WARN_PERCENT = 80;
    private static final int CALM_PERCENT = 75;
    private static final int ROOM_AGAIN_PERCENT = 95;

    /** What is refused has always some size, and what would just fit may never come. */
    private static final int FULL_PERCENT = 99;

    /** Which part of the room a write may use, the smallest part first. */
    enum Need {
        /** New objects, and large additions. */
        ORDINARY,
        /** A small addition to what is there: a status, a finalizer, a holder of a Lease. */
        SMALL,
        /** What the server and its controllers need to converge. */
        OWN,
        /** Without which nothing could be deleted, or the server could not start; little, or bounded otherwise. */
        VITAL
    }

    /** How full it is, for those who look after the server. */
    public enum Level {
        CALM,
        NEARLY_FULL,
        FULL
    }

    public Room {
        if (limit <= 0) {
            throw new IllegalArgumentException("a limit of " + limit + " bytes leaves no room for objects");
        }
    }

    /** What there is at most, in bytes, vital writes aside. */
    public long withReserve() {
        return beyond(reserve());
    }

    /**
     * Whether a write is let through.
     *
     * @param held bytes that all objects take now
     * @param growth by how much they would grow; not positive for what shrinks them, which is always let through
     */
    boolean admits(long held, long growth, Need need) {
        return growth <= 0
                || switch (need) {
                    case ORDINARY -> fits(held, growth, limit);
                    case SMALL -> fits(held, growth, beyond(reserve() / 2));
                    case OWN -> fits(held, growth, withReserve());
                    case VITAL -> true;
                };
    }

    /**
     * How full it is.
     *
     * @param before so that what swings around a bound is one crossing: it is calm again some percent below
     */
    Level level(long held, Level before) {
        if (held >= percent(FULL_PERCENT)) {
            return Level.FULL;
        }
        if (held >= percent(WARN_PERCENT)) {
            return before == Level.FULL && held >= percent(ROOM_AGAIN_PERCENT) ? Level.FULL : Level.NEARLY_FULL;
        }
        return before == Level.CALM || held < percent(CALM_PERCENT) ? Level.CALM : Level.NEARLY_FULL;
    }

    private static boolean fits(long held, long growth, long bound) {
        return growth <= bound - held; // no sum, which could be more than a long holds
    }

    private long beyond(long more) {
        return limit + Math.min(more, Long.MAX_VALUE - limit);
    }

    private long reserve() {
        return percent(RESERVE_PERCENT);
    }

    private long percent(int part) {
        return limit / 100 * part;
    }
}
