package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The answer to a create, update or patch.
 *
 * @param object complete, with its resourceVersion; the caller owns it
 * @param revision of the write, or of the unchanged object; 0 for a dry-run create
 */
public record Written(ObjectNode object, long revision, List<String> warnings) {}
