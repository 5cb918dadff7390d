package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import org.jspecify.annotations.Nullable;

/** How an object or a list is written, as the client chose with its Accept header. All renderings are JSON. */
public sealed interface Rendering {
    /** The object as it is stored. */
    record Plain() implements Rendering {}

    /**
     * Rows for a person to read.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     */
    record Table(String version) implements Rendering {}

    /**
     * Metadata alone.
     *
     * @param version of {@code meta.k8s.io}: v1 or v1beta1
     * @param list whether the client named PartialObjectMetadataList; items of a watch are named without "List"
     */
    record PartialMetadata(String version, boolean list) implements Rendering {}

    /**
     * The client's first wish that can be fulfilled. Protobuf is passed over, since every client that prefers it names
     * JSON or {@code *}{@code /*} as well.
     *
     * @param accept the Accept header; null or blank means anything
     * @throws ApiException NotAcceptable if no wish can be fulfilled
     */
    static Rendering negotiate(@Nullable String accept) {
        for (MediaRange range : MediaRange.parse(accept)) {
            Rendering rendering = range.accepts("application/json") ? of(range) : null;
            if (rendering != null) {
                return rendering;
            }
        }
        throw new ApiException(new ApiFault.NotAcceptable("cannot answer with any of \"" + accept
                + "\": only application/json is produced, optionally with as=Table, as=PartialObjectMetadata or"
                + " as=PartialObjectMetadataList of g=meta.k8s.io;v=v1 (or v1beta1)"));
    }

    /**
     * For what has one rendering only: the object itself.
     *
     * @throws ApiException NotAcceptable if the client takes other renderings only
     */
    static void demandPlain(@Nullable String accept) {
        boolean accepted = MediaRange.parse(accept).stream()
                .anyMatch(range -> range.accepts("application/json")
                        && range.parameter("as").isEmpty());
        if (!accepted) {
            throw new ApiException(new ApiFault.NotAcceptable(
                    "cannot answer with any of \"" + accept + "\": only plain application/json is produced here"));
        }
    }

    private static @Nullable Rendering of(MediaRange range) {
        String as = range.parameter("as");
        if (as.isEmpty()) {
            return new Plain();
        }
        String version = range.parameter("v");
        if (!range.parameter("g").equals("meta.k8s.io") || !(version.equals("v1") || version.equals("v1beta1"))) {
            return null;
        }
        return switch (as) {
            case "Table" -> new Table(version);
            case "PartialObjectMetadata" -> new PartialMetadata(version, false);
            case "PartialObjectMetadataList" -> new PartialMetadata(version, true);
            default -> null;
        };
    }
}
