package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import org.jspecify.annotations.Nullable;

/** What a Table row carries beside its cells: the {@code includeObject} query parameter. */
public enum IncludeObject {
    NONE,
    METADATA,
    OBJECT;

    /**
     * Reads the query parameter.
     *
     * @param value None, Metadata or Object; null or empty means Metadata
     * @throws ApiException BadRequest for anything else
     */
    public static IncludeObject parse(@Nullable String value) {
        return switch (value) {
            case null -> METADATA;
            case "", "Metadata" -> METADATA;
            case "None" -> NONE;
            case "Object" -> OBJECT;
            default ->
                throw new ApiException(
                        new ApiFault.BadRequest("includeObject: \"" + value + "\": expected None, Metadata or Object"));
        };
    }
}
