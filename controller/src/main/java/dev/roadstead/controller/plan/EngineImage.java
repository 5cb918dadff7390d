package dev.roadstead.controller.plan;

import java.util.List;

/**
 * An image that an engine has.
 *
 * @param id of its configuration: the same content has the same id on every engine
 * @param repoDigests {@code name@digest} of each repository that it was pulled from or pushed to
 */
public record EngineImage(String id, List<String> repoDigests) {}
