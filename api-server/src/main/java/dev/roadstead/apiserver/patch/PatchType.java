package dev.roadstead.apiserver.patch;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of patches, by the media type that names them. */
public enum PatchType {
    JSON("application/json-patch+json"),
    MERGE("application/merge-patch+json"),
    STRATEGIC("application/strategic-merge-patch+json"),
    /** Server-side apply: a configuration, whose effect depends on who owns which field. JSON is YAML too. */
    APPLY("application/apply-patch+yaml");

    private final String mediaType;

    PatchType(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /**
     * The type that a request names.
     *
     * @param contentType of the request, parameters allowed
     * @throws ApiException UnsupportedMediaType, naming the supported ones
     */
    public static PatchType of(@Nullable String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (PatchType candidate : values()) {
            if (candidate.mediaType.equals(type)) {
                return candidate;
            }
        }
        throw unsupported("application/json-patch+json, application/merge-patch+json,"
                + " application/strategic-merge-patch+json, application/apply-patch+yaml");
    }

    static ApiException unsupported(String accepted) {
        return new ApiException(new ApiFault.UnsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: " + accepted));
    }
}
