package dev.roadstead.apiserver.registry;

/** How recent an answer must be: the {@code resourceVersion} of a get or list ("Semantics for get and list"). */
public sealed interface Freshness {
    /** Everything that was committed before the request came in. */
    record MostRecent() implements Freshness {}

    /** Whatever is at hand. */
    record Any() implements Freshness {}

    /** At least this revision. */
    record NotOlderThan(long revision) implements Freshness {}

    /** This revision and no other; served while the recent past is kept. */
    record Exact(long revision) implements Freshness {}
}
