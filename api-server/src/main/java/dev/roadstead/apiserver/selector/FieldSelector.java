package dev.roadstead.apiserver.selector;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.store.ObjectKey;
import org.jspecify.annotations.Nullable;

/** The {@code fieldSelector} query parameter. Immutable and thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class FieldSelector {
    private FieldSelector() {}

    /**
     * Reads the query parameter.
     *
     * @param text {@code metadata.name=web,spec.nodeName!=local}; null or blank selects everything
     * @param definition names the fields that may be used besides metadata.name and metadata.namespace
     * @throws ApiException BadRequest for bad syntax or an unknown field, naming the supported ones
     */
    public static FieldSelector parse(@Nullable String text, ResourceDefinition definition) {
        throw new UnsupportedOperationException(text + definition);
    }

    /**
     * Whether the object is selected.
     *
     * @param json the complete encoded object; decoded only if a field outside the key is asked for
     */
    public boolean matches(ObjectKey key, byte[] json) {
        throw new UnsupportedOperationException(key.toString() + json.length);
    }

    /** The name that a selected object must have, or null: lets a reader look up one key instead of scanning. */
    public @Nullable String name() {
        throw new UnsupportedOperationException();
    }

    /** Whether it selects every object. */
    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }
}
