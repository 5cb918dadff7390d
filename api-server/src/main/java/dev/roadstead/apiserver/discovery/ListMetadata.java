package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * {@code metadata} of a list or Table.
 *
 * @param resourceVersion the revision that the list shows
 * @param continueToken opaque; null on the last page
 * @param remainingItemCount null if it is not known (with selectors) or on the last page
 */
public record ListMetadata(
        long resourceVersion,
        @Nullable String continueToken,
        @Nullable Long remainingItemCount) {

    /** Writes the object that stands in the {@code metadata} field. */
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("resourceVersion", Long.toString(resourceVersion));
        if (continueToken != null) {
            json.writeStringField("continue", continueToken);
        }
        if (remainingItemCount != null) {
            json.writeNumberField("remainingItemCount", remainingItemCount);
        }
        json.writeEndObject();
    }
}
