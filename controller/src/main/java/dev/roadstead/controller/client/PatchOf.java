package dev.roadstead.controller.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.model.ObjectMeta;
import java.util.List;

/**
 * Beginnings of merge patches that the server refuses with 409 when the object is not what was read any more. Each call
 * makes a new one, for the caller to complete.
 */
public final class PatchOf {
    private PatchOf() {}

    /** The same object, whatever has become of it; not one that was made anew under its name. */
    public static ObjectNode same(ObjectMeta metadata) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").put("uid", metadata.requireUid());
        return patch;
    }

    /** The same object, and nobody has written to it since it was read. */
    public static ObjectNode unchanged(ObjectMeta metadata) {
        ObjectNode patch = same(metadata);
        patch.withObject("/metadata").put("resourceVersion", metadata.resourceVersion());
        return patch;
    }

    /**
     * Holds an unchanged object with a finalizer, or lets it go. A merge patch replaces the list, so somebody else's
     * finalizer would be lost if anything had changed.
     */
    static ObjectNode finalizer(ObjectMeta metadata, String finalizer, boolean held) {
        List<String> others = metadata.finalizers().stream()
                .filter(other -> !other.equals(finalizer))
                .toList();
        ObjectNode patch = unchanged(metadata);
        var finalizers = patch.withObject("/metadata").putArray("finalizers");
        others.forEach(finalizers::add);
        if (held) {
            finalizers.add(finalizer);
        }
        return patch;
    }
}
