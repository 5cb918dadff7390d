package dev.roadstead.apiserver.selector;

import dev.roadstead.apiserver.fault.ApiException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code labelSelector} query parameter. Immutable and thread-safe. */
@SuppressWarnings("DoNotCallSuggester")
public final class LabelSelector {
    private LabelSelector() {}

    /**
     * Reads the query parameter.
     *
     * @param text {@code app=web,tier in (a, b),!legacy}; null or blank selects everything
     * @throws ApiException BadRequest that names the position of the error
     */
    public static LabelSelector parse(@Nullable String text) {
        throw new UnsupportedOperationException(text);
    }

    public boolean matches(Map<String, String> labels) {
        throw new UnsupportedOperationException(labels.toString());
    }

    /** Whether it selects every object. */
    public boolean isEmpty() {
        throw new UnsupportedOperationException();
    }
}
