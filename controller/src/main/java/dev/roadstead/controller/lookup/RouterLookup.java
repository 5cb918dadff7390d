package dev.roadstead.controller.lookup;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks edges that Roadstead runs what they have loaded, and never waits for it. Thread-safe. */
public interface RouterLookup {
    /** What an edge says. */
    sealed interface Report {
        /** Its routers and middlewares, by the names that they were given. */
        record Loaded(Map<String, Part> routers, Map<String, Part> middlewares) implements Report {}

        /** It was asked, and there was no answer; why, in words that stay the same. */
        record Failed(String why) implements Report {}

        /** Nobody gets to its machine's loopback, so it is not asked. */
        record OutOfReach() implements Report {}
    }

    /**
     * A router or a middleware.
     *
     * @param status enabled, warning or disabled
     * @param errors what is wrong with it
     * @param shown its configuration, as far as the edge shows it: maps, lists, texts, numbers and booleans
     */
    record Part(String status, List<String> errors, Map<String, Object> shown) {}

    /** The latest report of a node's edge; empty while there is none. {@code urgent}: it may be a few seconds old, no more. */
    Optional<Report> find(String node, boolean urgent, Runnable onAnswer);
}
