package dev.roadstead.controller.host;

import dev.roadstead.model.Node;

/** Makes the connection to an engine. */
@FunctionalInterface
public interface HostFactory {
    /** Does not wait for the engine: whether it answers shows at the first call. */
    Host open(Node node);
}
