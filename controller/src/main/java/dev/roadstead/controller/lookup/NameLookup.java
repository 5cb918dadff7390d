package dev.roadstead.controller.lookup;

import java.util.Optional;
import java.util.Set;

/** Asks DNS, and never waits for it. Thread-safe. */
public interface NameLookup {
    /**
     * What DNS says.
     *
     * @param addresses A and AAAA, also behind CNAMEs
     * @param aliases CNAMEs on the way
     * @param texts TXT
     * @param failure empty unless the resolver could not be asked
     */
    record Answer(Set<String> addresses, Set<String> aliases, Set<String> texts, String failure) {}

    /** The latest answer; empty while there is none, and then whoever asked is woken when there is. */
    Optional<Answer> find(String hostname, Runnable onAnswer);
}
