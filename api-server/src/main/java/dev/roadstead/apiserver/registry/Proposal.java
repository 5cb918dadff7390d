package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.managedfields.FieldWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants an object to be, before the server's rules.
 *
 * @param managedFields who owns what then; null: it follows from the change
 */
record Proposal(ObjectNode object, @Nullable ArrayNode managedFields) {
    static Proposal of(ObjectNode object) {
        return new Proposal(object, null);
    }

    static Proposal of(FieldWriter.Applied applied) {
        return new Proposal(applied.object(), applied.managedFields());
    }

    /** The owners of the object in the form that it was admitted in. */
    @Nullable
    ArrayNode owners(FieldWriter writer, ObjectNode current, ObjectNode admitted) {
        return managedFields == null
                ? writer.updated(current, admitted, object.path("metadata").get("managedFields"))
                : managedFields;
    }
}
