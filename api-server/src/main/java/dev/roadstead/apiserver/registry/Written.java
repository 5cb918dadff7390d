package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The answer to a create, update or patch.
 *
 * @param object complete, with its resourceVersion; the caller owns it
 * @param json the same, encoded; not to be modified
 * @param revision of the write, or of the unchanged object; 0 for a dry-run create
 * @param created whether there was no such object before
 */
@SuppressWarnings("ArrayRecordComponent") // encoded once, sent as it is
public record Written(ObjectNode object, byte[] json, long revision, List<String> warnings, boolean created) {
    /** Another view of the object as the answer. */
    Written as(ObjectNode view) {
        return new Written(view, ObjectJson.plain(view), revision, warnings, created);
    }
}
