package dev.roadstead.apiserver.app;

/**
 * How the heap is divided. Pure.
 *
 * @param heap the largest that it can become (-Xmx), in bytes
 */
record HeapBudget(long heap) {
    /** Classes, compiled definitions, connections: 50 MiB measured after the start, and what requests need. */
    private static final long PROGRAM = 64L << 20;

    private static final long WINDOW = 64L << 20;

    /** Where the heap is that small, it will not do; but that is to be seen and not guessed. */
    private static final long LEAST = 8L << 20;

    /**
     * Of what the program and the window leave. Controllers in the same process keep a copy of what they work on, read
     * into records: as much again was measured for Applications, a fifth for ConfigMaps. The collector, which is the
     * rarer the more is free, has the rest.
     */
    private static final double SHARE = 0.4;

    /** Of what the program and the window leave: the rest just holds the copies of controllers at their largest. */
    private static final double LOADABLE = 0.5;

    /** Of this process. */
    static HeapBudget ofThisProcess() {
        return new HeapBudget(Runtime.getRuntime().maxMemory());
    }

    /** The smallest in which objects of that many bytes stay below the limit. */
    static HeapBudget forObjects(long bytes) {
        long beside = PROGRAM + WINDOW;
        return new HeapBudget(Math.min((long) Math.ceil(bytes / SHARE), Long.MAX_VALUE - beside) + beside);
    }

    /** For the recent changes that watches can be replayed from, in bytes. */
    long window() {
        return Math.min(WINDOW, heap / 8);
    }

    /** For objects, unless another limit is asked for; in bytes. */
    long objects() {
        return Math.max(LEAST, (long) (free() * SHARE));
    }

    /** So many bytes of objects can be loaded at all. */
    long loadable() {
        return Math.max(2 * LEAST, (long) (free() * LOADABLE));
    }

    private long free() {
        return heap - PROGRAM - window();
    }
}
