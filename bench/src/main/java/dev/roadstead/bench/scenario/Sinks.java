package dev.roadstead.bench.scenario;

import dev.roadstead.bench.http.Connection;

/** What to do with an answer. */
final class Sinks {
    static final Connection.Sink NOTHING = (bytes, from, length) -> {};

    private Sinks() {}
}
