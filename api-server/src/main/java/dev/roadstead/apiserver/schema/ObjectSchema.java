package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A structural schema (Kubernetes, "Specifying a structural schema"), compiled once. Immutable and thread-safe; the raw
 * tree must not be modified.
 */
public final class ObjectSchema {
    private final ObjectNode raw;

    private ObjectSchema(ObjectNode raw) {
        this.raw = raw;
    }

    /** Compiles {@code openAPIV3Schema} of a CRD version. */
    public static ObjectSchema of(ObjectNode raw) {
        return new ObjectSchema(raw.deepCopy());
    }

    /** The schema as it was written. */
    public ObjectNode raw() {
        return raw;
    }
}
