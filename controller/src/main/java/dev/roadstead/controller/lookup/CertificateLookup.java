package dev.roadstead.controller.lookup;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Reads the certificates that edges show, and never waits for it. Thread-safe. */
public interface CertificateLookup {
    /**
     * Where an edge is met.
     *
     * @param hostname the one that is asked for
     */
    record Question(String address, int port, String hostname) {}

    /** What came of it. */
    sealed interface Answer {
        /** The first certificate of the chain; nothing was checked. */
        record Shown(X509Certificate certificate) implements Answer {}

        /** No certificate was shown; why, in words that stay the same. */
        record Failed(String why) implements Answer {}
    }

    /** The latest answer; empty while there is none. {@code freshFor} says how long one is good for. */
    Optional<Answer> find(Question question, Function<Answer, Duration> freshFor, Runnable onAnswer);
}
