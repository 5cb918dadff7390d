package dev.roadstead.controller.plan;

import dev.roadstead.model.Container;

/**
 * Outcome of the http or tcp check of a container that runs.
 *
 * @param detail what was found, in words that stay the same while it is found; empty when there is nothing to say
 */
public record Probed(Container.Health health, String detail) {}
