package dev.roadstead.apiserver.discovery;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is served: {@code /version}, {@code /api}, {@code /apis} and below, {@code /openapi/v2} and
 * {@code /openapi/v3}. Each document is encoded once per catalog, when it is first asked for. Thread-safe.
 */
public final class DiscoveryService {
    private final ServerVersion version;
    private final Supplier<ResourceCatalog> catalog;

    public DiscoveryService(ServerVersion version, Supplier<ResourceCatalog> catalog) {
        this.version = version;
        this.catalog = catalog;
    }

    /**
     * The document at a path, in the form that the client prefers.
     *
     * @param path as requested, decoded; a trailing slash is ignored
     * @param query raw query string without the question mark, empty if there is none
     * @param accept the Accept header; null means anything
     * @return null if there is no such document
     * @throws ApiException NotAcceptable if the document exists, but in no form that {@code accept} names
     */
    public @Nullable Document find(String path, String query, @Nullable String accept) {
        if (path.isEmpty()) {
            return null;
        }
        throw new UnsupportedOperationException(path + query + accept + version + catalog);
    }
}
