package dev.roadstead.apiserver.fairness;

/** The place of a request that is being served. Closing it gives the place to the next, and does nothing more than once. */
public interface Seat extends AutoCloseable {
    /** For what is never kept waiting. */
    Seat UNCOUNTED = () -> {};

    @Override
    void close();
}
