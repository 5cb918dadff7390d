package dev.roadstead.apiserver.discovery;

import java.util.List;

/** PartialObjectMetadata and its list: objects without all but their metadata. */
@SuppressWarnings("DoNotCallSuggester")
public final class PartialObjects {
    private PartialObjects() {}

    /**
     * A PartialObjectMetadata.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     * @param object a complete encoded object
     */
    public static byte[] single(String version, byte[] object) {
        throw new UnsupportedOperationException(version + object.length);
    }

    /** A PartialObjectMetadataList. */
    public static byte[] list(String version, ListMetadata metadata, List<byte[]> objects) {
        throw new UnsupportedOperationException(version + metadata + objects);
    }
}
