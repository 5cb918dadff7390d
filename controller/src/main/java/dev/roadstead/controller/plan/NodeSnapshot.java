package dev.roadstead.controller.plan;

import dev.roadstead.model.Node;
import java.time.Instant;
import java.util.Optional;

/**
 * What the decision about one Node is made from.
 *
 * @param answer what the engine just said of itself; empty when it did not answer
 * @param silence why it did not answer; empty when it did
 * @param lastContact when it last answered, or else since when it is tried
 * @param containers Container objects that are bound to it
 */
public record NodeSnapshot(
        Node node, Optional<EngineInfo> answer, String silence, Instant lastContact, int containers, Instant now) {}
