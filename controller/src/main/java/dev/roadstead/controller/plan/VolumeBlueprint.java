package dev.roadstead.controller.plan;

import java.util.Map;

/**
 * Everything that a Docker volume is created from.
 *
 * @param options of the driver
 * @param policy what its namespace allows; the engine's gate holds it against driver and options
 */
public record VolumeBlueprint(
        String name, String driver, Map<String, String> options, Map<String, String> labels, PolicyLevel policy) {}
