package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.time.Instant;
import java.util.List;

/**
 * Writes objects of one kind as {@code meta.k8s.io} Tables. Column paths are compiled once: keep an instance per
 * definition. Immutable and thread-safe.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Tables {
    private final ResourceDefinition definition;

    private Tables(ResourceDefinition definition) {
        this.definition = definition;
    }

    public static Tables of(ResourceDefinition definition) {
        return new Tables(definition);
    }

    /**
     * A list (or a page of one) as one Table document.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     * @param objects complete encoded objects, in the order of the rows
     * @param now what ages are counted from
     */
    public byte[] list(
            String version, IncludeObject include, ListMetadata metadata, List<byte[]> objects, Instant now) {
        throw new UnsupportedOperationException(version + include + metadata + objects + now + definition);
    }

    /**
     * One object as a Table document: the answer to a GET by name, or the {@code object} of a watch event.
     *
     * @param withColumns false for all but the first event of a watch
     */
    public byte[] single(String version, IncludeObject include, byte[] object, boolean withColumns, Instant now) {
        throw new UnsupportedOperationException(version + include + object.length + withColumns + now);
    }
}
