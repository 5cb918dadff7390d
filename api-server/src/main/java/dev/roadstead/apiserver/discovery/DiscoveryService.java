package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.discovery.openapi.OpenApiV3;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers what is served: {@code /version}, {@code /api}, {@code /apis} and below, {@code /openapi/v2} and
 * {@code /openapi/v3}. Each document is encoded once per catalog, when it is first asked for. Thread-safe.
 *
 * <p>{@code /api} and {@code /apis} look different to clients that ask for aggregated discovery, so answers must say
 * {@code Vary: Accept}.
 */
public final class DiscoveryService {
    private final ServerVersion version;
    private final Supplier<ResourceCatalog> catalog;
    private final Map<String, ObjectNode> further;
    private final OpenApiV3 openApi = OpenApiV3.load();
    private volatile CatalogDocuments documents;

    public DiscoveryService(ServerVersion version, Supplier<ResourceCatalog> catalog) {
        this(version, catalog, Map.of());
    }

    /** With the OpenAPI documents of what is served beside objects, by the names that {@code /openapi/v3} has for them. */
    public DiscoveryService(ServerVersion version, Supplier<ResourceCatalog> catalog, Map<String, ObjectNode> further) {
        this.version = version;
        this.catalog = catalog;
        this.further = Map.copyOf(further);
        this.documents = new CatalogDocuments(catalog.get(), version, openApi, this.further);
    }

    /**
     * The document at a path, in the form that the client prefers.
     *
     * @param path as requested, decoded; a trailing slash is ignored
     * @param query raw query string without the question mark; null or empty if there is none
     * @param accept the Accept header; null means anything
     * @return null if there is no such document
     * @throws ApiException NotAcceptable if the document exists, but in no form that {@code accept} names
     */
    public @Nullable Document find(String path, @Nullable String query, @Nullable String accept) {
        String normal = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Map<DocumentForm, Supplier<Document>> forms = current().find(normal);
        if (forms.isEmpty()) {
            return null;
        }
        for (MediaRange range : MediaRange.parse(accept)) {
            DocumentForm form = DocumentForm.of(range);
            Supplier<Document> found = form == null ? null : forms.get(form);
            if (found != null) {
                Document document = found.get();
                return namesHash(query, document) ? document.asImmutable() : document;
            }
        }
        throw new ApiException(new ApiFault.NotAcceptable(normal + " cannot be sent as any of \"" + accept
                + "\": expected one of "
                + forms.keySet().stream().map(DocumentForm::contentType).toList()));
    }

    /** Two threads may both see a new catalog; the loser's work is small, since documents are made when asked for. */
    private CatalogDocuments current() {
        ResourceCatalog now = catalog.get();
        CatalogDocuments known = documents;
        if (known.describe(now)) {
            return known;
        }
        CatalogDocuments fresh = new CatalogDocuments(now, version, openApi, further);
        documents = fresh;
        return fresh;
    }

    private static boolean namesHash(@Nullable String query, Document document) {
        return query != null && Arrays.asList(query.split("&", -1)).contains("hash=" + document.hash());
    }
}
